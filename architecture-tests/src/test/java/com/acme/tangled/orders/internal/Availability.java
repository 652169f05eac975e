package com.acme.tangled.orders.internal;

import org.springframework.transaction.annotation.Transactional;

/// Hides behind an interface that it asks somebody else.
interface Availability {

    @Transactional
    boolean of(String sku);
}
