package dev.hailstone.infra.bench.worker;

import java.util.List;

import dev.hailstone.infra.bench.shop.PurchaseChange;

/// The publishing side of a variant, with its consumers behind it.
interface Shop extends AutoCloseable {

    /// Runs one business transaction and returns when it is committed.
    void change(PurchaseChange change);

    /// What its consumers say of the events so far, if they keep no rows of which that can be read.
    default List<Heard> heard() {
        return List.of();
    }

    @Override
    void close();
}
