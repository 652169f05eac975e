package com.acme.tangled.orders.internal;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

@Entity
class Receipt {

    @Id long id;
}
