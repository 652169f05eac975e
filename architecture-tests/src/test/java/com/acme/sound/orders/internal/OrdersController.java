package com.acme.sound.orders.internal;

import com.acme.sound.infra.security.OpenTo;
import com.acme.sound.stock.Shelves;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Asks first and begins its transaction then.
@RestController
@RequestMapping("/api/orders")
class OrdersController {

    private final Shelves shelves;
    private final PlacingOrders placing;

    OrdersController(Shelves shelves, PlacingOrders placing) {
        this.shelves = shelves;
        this.placing = placing;
    }

    @PostMapping
    @OpenTo("customers")
    boolean place(String sku) {
        return shelves.count(sku) > 0 && placing.place(sku);
    }
}
