package dev.hailstone.infra.bench.effects;

import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.MappedSuperclass;

import dev.hailstone.infra.bench.shop.PurchaseChanged;

/// What a consumer writes down about a change.
///
/// The table has a key of its own, which tells the order; that an entry is there once is not a constraint but what is
/// checked.
@MappedSuperclass
@IdClass(Entry.Key.class)
public abstract class Entry {

    @Id private String purchase;
    @Id private long number;
    @SuppressWarnings("UnusedVariable") // written by Hibernate, read by nobody
    private long amount;

    @SuppressWarnings("NullAway.Init") // for Hibernate
    protected Entry() {}

    /// @param change what is written down
    protected Entry(PurchaseChanged change) {
        this.purchase = change.purchase();
        this.number = change.number();
        this.amount = change.amount();
    }

    /// One change of one purchase.
    record Key(String purchase, long number) {}
}
