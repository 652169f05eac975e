package dev.hailstone.infra.bench.stock;

import org.springframework.stereotype.Component;

import dev.hailstone.infra.bench.effects.Entries;
import dev.hailstone.infra.bench.shop.PurchaseChanged;
import dev.hailstone.infra.messaging.ModuleEventListener;

@Component
class StockEntries {

    private final Entries entries;

    StockEntries(Entries entries) {
        this.entries = entries;
    }

    @ModuleEventListener
    void on(PurchaseChanged change) {
        entries.add(new StockEntry(change), change);
    }
}
