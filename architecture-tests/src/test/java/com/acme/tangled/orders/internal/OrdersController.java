package com.acme.tangled.orders.internal;

import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Transactional
final class OrdersController {

    @GetMapping("/orders/{id}")
    String order(String id) {
        return remember(id);
    }

    @DeleteMapping(path = "/api/shelves/{sku}/orders")
    String cancel(String sku) {
        return remember(sku);
    }

    @Transactional
    private String remember(String what) {
        return what;
    }
}
