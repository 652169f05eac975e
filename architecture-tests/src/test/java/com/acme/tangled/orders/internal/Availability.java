package com.acme.tangled.orders.internal;

/// Hides behind an interface that it asks somebody else.
interface Availability {

    boolean of(String sku);
}
