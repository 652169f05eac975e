package dev.hailstone.infra.bench.billing;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

import dev.hailstone.infra.bench.effects.Entry;
import dev.hailstone.infra.bench.shop.PurchaseChanged;

/// A row of billing.
@Entity
@Table(name = "entry", schema = "billing")
public class BillingEntry extends Entry {

    protected BillingEntry() {}

    /// @param change what is written down
    public BillingEntry(PurchaseChanged change) {
        super(change);
    }
}
