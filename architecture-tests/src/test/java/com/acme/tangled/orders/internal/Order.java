package com.acme.tangled.orders.internal;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/// Lies where it does not belong, and in a package that nobody described.
@Entity
@Table(schema = "stock")
public class Order {

    @Id public long id;

    @ElementCollection
    @CollectionTable(name = "line") public java.util.List<String> lines = java.util.List.of();
}
