package com.acme.tangled.orders.internal;

import org.springframework.transaction.annotation.Transactional;

/// Hands its transactions down.
@Transactional
abstract class Ordering {

    abstract int order(String sku);
}
