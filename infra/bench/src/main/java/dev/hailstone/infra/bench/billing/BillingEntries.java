package dev.hailstone.infra.bench.billing;

import org.springframework.stereotype.Component;

import dev.hailstone.infra.bench.effects.Entries;
import dev.hailstone.infra.bench.shop.PurchaseChanged;
import dev.hailstone.infra.messaging.ModuleEventListener;

@Component
class BillingEntries {

    private final Entries entries;

    BillingEntries(Entries entries) {
        this.entries = entries;
    }

    @ModuleEventListener
    void on(PurchaseChanged change) {
        entries.add(new BillingEntry(change), change);
    }
}
