package com.acme.sound.stock.internal;

import java.util.List;

import com.acme.sound.infra.messaging.ModuleEventListener;
import com.acme.sound.orders.OrderPlaced;
import com.acme.sound.stock.Shelves;
import org.springframework.context.event.EventListener;
import org.springframework.transaction.annotation.Transactional;

/// Asks its own module's facade inside a transaction, which is nobody else's business.
@Transactional
class ReservingStock {

    static final String BY_SKU = "select count(*) from stock.shelf s join box b on b.shelf = s.id where s.sku = ?";
    static final List<String> OF_ITS_OWN = List.of("update member set role = ?", "set local work_mem = '1GB'",
            "set search_path = stock", "select set_config(:name, :value, true)", "Set Authorization to a token.");

    private final Shelves shelves;

    ReservingStock(Shelves shelves) {
        this.shelves = shelves;
    }

    @ModuleEventListener
    void on(OrderPlaced order) {
        order.goods().forEach(sku -> shelves.count(sku.value()));
    }

    @EventListener
    void on(ShelfEmptied emptied) {
        shelves.count(emptied.sku().value());
    }
}
