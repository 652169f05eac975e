package dev.hailstone.ledger.internal;

import dev.hailstone.kernel.Money;

/// What an account has, and what of it is set aside.
record Funds(Money balance, Money held) {

    /// The most that can be set aside on top.
    Money available(Money credit) {
        return balance.minus(held).plus(credit);
    }

    Funds after(AccountChange change) {
        return new Funds(balance.plus(change.moved()), held.plus(change.held()));
    }
}
