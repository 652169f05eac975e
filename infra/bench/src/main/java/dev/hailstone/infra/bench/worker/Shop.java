package dev.hailstone.infra.bench.worker;

import dev.hailstone.infra.bench.shop.PurchaseChange;

/// The publishing side of a variant, with its consumers behind it.
interface Shop extends AutoCloseable {

    /// Runs one business transaction and returns when it is committed.
    void change(PurchaseChange change);

    @Override
    void close();
}
