package dev.hailstone.red.internal;

import java.util.UUID;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

@Entity
@Table(schema = "red")
class Pebble {

    @Id private UUID id;
    private String colour;

    @SuppressWarnings("NullAway.Init") // for Hibernate
    protected Pebble() {}

    Pebble(UUID id, String colour) {
        this.id = id;
        this.colour = colour;
    }

    UUID id() {
        return id;
    }

    String colour() {
        return colour;
    }
}
