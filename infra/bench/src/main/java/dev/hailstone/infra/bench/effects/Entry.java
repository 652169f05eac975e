package dev.hailstone.infra.bench.effects;

import java.util.Objects;

import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.MappedSuperclass;

import org.jspecify.annotations.Nullable;

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
    private long amount;

    @SuppressWarnings("NullAway.Init") // for Hibernate
    protected Entry() {}

    /// @param change what is written down
    protected Entry(PurchaseChanged change) {
        this.purchase = change.purchase();
        this.number = change.number();
        this.amount = change.amount();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Entry entry && getClass() == entry.getClass() && number == entry.number
                && purchase.equals(entry.purchase) && amount == entry.amount;
    }

    @Override
    public int hashCode() {
        return Objects.hash(purchase, number);
    }

    /// One change of one purchase.
    record Key(String purchase, long number) {}
}
