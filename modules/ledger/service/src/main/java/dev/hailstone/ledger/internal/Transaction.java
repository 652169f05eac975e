package dev.hailstone.ledger.internal;

import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.hailstone.kernel.Money;

/// What an entry moves between accounts. In each currency it sums to zero; there is no other transaction.
record Transaction(List<Posting> postings) {

    /// Moves nothing.
    static final Transaction NONE = new Transaction(List.of());

    /// @throws IllegalArgumentException if the postings of a currency do not sum to zero
    Transaction {
        postings = List.copyOf(postings);
        Map<Currency, Money> sums = postings.stream()
                .map(Posting::amount)
                .collect(Collectors.toMap(Money::currency, amount -> amount, Money::plus));
        for (Money sum : sums.values()) {
            if (!sum.isZero()) {
                throw new IllegalArgumentException("postings sum to %s, not to zero: %s".formatted(sum, postings));
            }
        }
    }

    /// Begins a transaction with what is taken from an account.
    static Draft debit(Account account, Money amount) {
        return new Draft().debit(account, amount);
    }

    /// A transaction being written. Amounts of zero make no posting.
    static final class Draft {

        private final List<Posting> postings = new ArrayList<>();

        Draft debit(Account account, Money amount) {
            return credit(account, amount.negated());
        }

        Draft credit(Account account, Money amount) {
            if (!amount.isZero()) {
                postings.add(new Posting(account, amount));
            }
            return this;
        }

        /// @throws IllegalArgumentException if the postings of a currency do not sum to zero
        Transaction balanced() {
            return new Transaction(postings);
        }
    }
}
