package dev.hailstone.infra.bench.shipping;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

import dev.hailstone.infra.bench.effects.Entry;
import dev.hailstone.infra.bench.shop.PurchaseChanged;

/// A row of shipping.
@Entity
@Table(name = "entry", schema = "shipping")
public class ShippingEntry extends Entry {

    protected ShippingEntry() {}

    /// @param change what is written down
    public ShippingEntry(PurchaseChanged change) {
        super(change);
    }
}
