package com.acme.tangled.orders;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/// An entity that everybody can see.
@Entity
public class StoredOrder {

    @Id long id;
}
