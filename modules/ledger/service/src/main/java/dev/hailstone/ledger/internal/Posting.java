package dev.hailstone.ledger.internal;

import dev.hailstone.kernel.Money;

/// One line of a transaction: what it adds to an account, and what it sets aside there.
///
/// @param amount positive for a credit, which the platform owes to the account; negative for a debit
/// @param held positive if it is set aside, negative if it is free again; it moves nothing
record Posting(Account account, Money amount, Money held) {

    Posting {
        if (!amount.currency().equals(held.currency())) {
            throw new IllegalArgumentException(
                    "a posting to %s moves %s and holds %s".formatted(account.code(), amount, held));
        }
        if (!held.isZero() && !account.hasWallet()) {
            throw new IllegalArgumentException("nothing is held on " + account.code() + ", it only collects");
        }
    }
}
