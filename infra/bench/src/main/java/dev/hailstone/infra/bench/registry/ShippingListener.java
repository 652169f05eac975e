package dev.hailstone.infra.bench.registry;

import org.springframework.modulith.events.ApplicationModuleListener;

import dev.hailstone.infra.bench.effects.Entries;
import dev.hailstone.infra.bench.shop.PurchaseChanged;

/// The shipping module's listener.
public class ShippingListener {

    private final Entries entries;

    ShippingListener(Entries entries) {
        this.entries = entries;
    }

    @ApplicationModuleListener
    void on(PurchaseChanged change) {
        entries.add("shipping", change);
    }
}
