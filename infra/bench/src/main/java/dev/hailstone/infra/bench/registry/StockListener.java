package dev.hailstone.infra.bench.registry;

import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.modulith.events.ApplicationModuleListener;

import dev.hailstone.infra.bench.effects.Entries;
import dev.hailstone.infra.bench.shop.PurchaseChanged;
import dev.hailstone.infra.bench.stock.StockEntry;

/// The stock module's listener.
@EntityScan(basePackageClasses = StockEntry.class)
public class StockListener {

    private final Entries entries;

    StockListener(Entries entries) {
        this.entries = entries;
    }

    @ApplicationModuleListener
    void on(PurchaseChanged change) {
        entries.add(new StockEntry(change), change);
    }
}
