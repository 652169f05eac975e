package dev.hailstone.infra.bench.shipping;

import org.springframework.stereotype.Component;

import dev.hailstone.infra.bench.effects.Entries;
import dev.hailstone.infra.bench.shop.PurchaseChanged;
import dev.hailstone.infra.messaging.ModuleEventListener;

@Component
class ShippingEntries {

    private final Entries entries;

    ShippingEntries(Entries entries) {
        this.entries = entries;
    }

    @ModuleEventListener
    void on(PurchaseChanged change) {
        entries.add(new ShippingEntry(change), change);
    }
}
