package com.acme.tangled.orders.internal;

import com.acme.tangled.infra.messaging.ModuleEventListener;
import com.acme.tangled.stock.Shelves;
import com.acme.tangled.stock.StockReserved;
import com.acme.tangled.stock.internal.Shelf;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionTemplate;

/// Keeps its transaction open while it asks around.
class PlacingOrders {

    private static final String SQL = "select * from placed p join stock.shelf s on s.sku = p.sku";

    private final Shelves shelves;
    private final Availability availability;
    private final TransactionTemplate transactions;
    private final Runnable restocking;

    PlacingOrders(Shelves shelves, Availability availability, TransactionTemplate transactions) {
        this.shelves = shelves;
        this.availability = availability;
        this.transactions = transactions;
        this.restocking = () -> transactions.executeWithoutResult(_ -> shelves.count(SQL));
    }

    @Transactional
    int place(String sku) {
        return shelves.count(sku) + SQL.length();
    }

    @Transactional
    boolean reserve(Shelf shelf) {
        return availability.of(shelf.sku);
    }

    void placeAll(java.util.List<String> all) {
        transactions.executeWithoutResult(_ -> all.forEach(shelves::count));
    }

    void placeEach() {
        restocking.run();
        transactions.executeWithoutResult(this::askAll);
        transactions.execute(new TransactionCallback<Integer>() {

            @Override
            public Integer doInTransaction(TransactionStatus status) {
                return shelves.count(status.toString());
            }
        });
    }

    private void askAll(TransactionStatus status) {
        shelves.count(status.toString());
    }

    void placeByHand(PlatformTransactionManager manager) {
        TransactionStatus status = manager.getTransaction(null);
        shelves.count(SQL);
        manager.commit(status);
    }

    @Atomic
    final int placeAtOnce() {
        return shelves.count(SQL);
    }

    @ModuleEventListener
    void on(StockReserved reserved) {
        ask(reserved);
    }

    private int ask(StockReserved reserved) {
        return shelves.count(reserved.sku().value());
    }
}
