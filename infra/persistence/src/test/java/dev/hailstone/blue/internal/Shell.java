package dev.hailstone.blue.internal;

import java.util.UUID;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

@Entity
@Table(schema = "blue")
class Shell {

    @Id private UUID id;
    private String colour;

    @SuppressWarnings("NullAway.Init") // for Hibernate
    protected Shell() {}

    Shell(UUID id, String colour) {
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
