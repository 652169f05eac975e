package com.acme.sound.orders.internal;

import java.time.Clock;
import java.time.Instant;

import com.acme.sound.infra.messaging.ModuleEventListener;
import com.acme.sound.stock.StockReserved;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

@Transactional
class PlacingOrders {

    private final Clock clock;
    private final CountingShelves counting;

    PlacingOrders(Clock clock, CountingShelves counting) {
        this.clock = clock;
        this.counting = counting;
    }

    boolean place(String sku) {
        return (counting.any(sku) || counting.none(sku)) && clock.instant().isAfter(Instant.EPOCH);
    }

    @ModuleEventListener
    void on(StockReserved reserved) {
        place(reserved.orderId());
    }

    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    boolean placeLater(String sku) {
        return counting.any(sku);
    }
}
