package com.acme.sound.orders.internal;

import com.acme.sound.stock.Shelves;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Steps out of whatever transaction its caller is in.
class CountingShelves {

    private final Shelves shelves;

    CountingShelves(Shelves shelves) {
        this.shelves = shelves;
    }

    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    boolean any(String sku) {
        return shelves.count(sku) > 0;
    }

    @OutsideTransactions
    boolean none(String sku) {
        return shelves.count(sku) == 0;
    }
}
