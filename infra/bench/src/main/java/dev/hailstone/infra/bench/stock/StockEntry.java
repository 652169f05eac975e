package dev.hailstone.infra.bench.stock;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

import dev.hailstone.infra.bench.effects.Entry;
import dev.hailstone.infra.bench.shop.PurchaseChanged;

/// A row of stock.
@Entity
@Table(name = "entry", schema = "stock")
public class StockEntry extends Entry {

    protected StockEntry() {}

    /// @param change what is written down
    public StockEntry(PurchaseChanged change) {
        super(change);
    }
}
