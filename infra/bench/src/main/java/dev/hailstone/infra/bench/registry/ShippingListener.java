package dev.hailstone.infra.bench.registry;

import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.modulith.events.ApplicationModuleListener;

import dev.hailstone.infra.bench.effects.Entries;
import dev.hailstone.infra.bench.shipping.ShippingEntry;
import dev.hailstone.infra.bench.shop.PurchaseChanged;

/// The shipping module's listener.
@EntityScan(basePackageClasses = ShippingEntry.class)
public class ShippingListener {

    private final Entries entries;

    ShippingListener(Entries entries) {
        this.entries = entries;
    }

    @ApplicationModuleListener
    void on(PurchaseChanged change) {
        entries.add(new ShippingEntry(change), change);
    }
}
