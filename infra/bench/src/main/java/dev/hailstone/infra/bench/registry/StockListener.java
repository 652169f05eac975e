package dev.hailstone.infra.bench.registry;

import org.springframework.modulith.events.ApplicationModuleListener;

import dev.hailstone.infra.bench.effects.Entries;
import dev.hailstone.infra.bench.shop.PurchaseChanged;

/// The stock module's listener.
public class StockListener {

    private final Entries entries;

    StockListener(Entries entries) {
        this.entries = entries;
    }

    @ApplicationModuleListener
    void on(PurchaseChanged change) {
        entries.add("stock", change);
    }
}
