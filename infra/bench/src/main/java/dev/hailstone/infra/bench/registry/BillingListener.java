package dev.hailstone.infra.bench.registry;

import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.modulith.events.ApplicationModuleListener;

import dev.hailstone.infra.bench.billing.BillingEntry;
import dev.hailstone.infra.bench.effects.Entries;
import dev.hailstone.infra.bench.shop.PurchaseChanged;

/// The billing module's listener.
@EntityScan(basePackageClasses = BillingEntry.class)
public class BillingListener {

    private final Entries entries;

    BillingListener(Entries entries) {
        this.entries = entries;
    }

    @ApplicationModuleListener
    void on(PurchaseChanged change) {
        entries.add(new BillingEntry(change), change);
    }
}
