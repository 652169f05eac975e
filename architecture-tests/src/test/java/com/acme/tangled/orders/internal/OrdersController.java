package com.acme.tangled.orders.internal;

import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Transactional
final class OrdersController {

    private final PlatformTransactionManager manager;
    private final TransactionOperations transactions;

    OrdersController(PlatformTransactionManager manager, TransactionOperations transactions) {
        this.manager = manager;
        this.transactions = transactions;
    }

    @GetMapping("/orders/{id}")
    String order(String id) {
        manager.commit(manager.getTransaction(null));
        return remember(id);
    }

    @DeleteMapping(path = "/api/shelves/{sku}/orders")
    String cancel(String sku) {
        transactions.executeWithoutResult(_ -> remember(sku));
        return remember(sku);
    }

    @Transactional
    private String remember(String what) {
        return what;
    }
}
