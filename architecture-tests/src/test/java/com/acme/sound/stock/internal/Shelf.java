package com.acme.sound.stock.internal;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

@Entity
@Table(schema = "stock")
class Shelf {

    @Id long id;
}
