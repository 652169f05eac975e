package dev.hailstone.ledger.internal;

import dev.hailstone.kernel.Money;

/// One line of a transaction.
///
/// @param amount positive for a credit, which the platform owes to the account; negative for a debit; never zero
record Posting(Account account, Money amount) {

    Posting {
        if (amount.isZero()) {
            throw new IllegalArgumentException("a posting of nothing to " + account.code());
        }
    }
}
