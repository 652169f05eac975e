package dev.hailstone.ledger.internal;

import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.hailstone.kernel.Money;

/// What an entry moves between accounts. In each currency it sums to zero; there is no other transaction.
record Transaction(List<Posting> postings) {

    /// Moves nothing.
    static final Transaction NONE = new Transaction(List.of());

    /// @throws IllegalArgumentException if the postings of a currency do not sum to zero
    Transaction {
        postings = List.copyOf(postings);
        Map<Currency, Money> sums = new HashMap<>();
        for (Posting posting : postings) {
            sums.merge(posting.amount().currency(), posting.amount(), Money::plus);
        }
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

    /// Sets something aside, or frees it again if it is negative.
    static Transaction hold(Account account, Money amount) {
        return new Transaction(List.of(new Posting(account, Money.zero(amount.currency()), amount)));
    }

    /// The transaction that moves the same back. What this one set aside or freed stays as it is.
    Transaction reversed() {
        return new Transaction(postings.stream()
                .map(posting -> new Posting(posting.account(), posting.amount().negated(),
                        Money.zero(posting.amount().currency())))
                .toList());
    }

    /// A transaction being written. Amounts of zero make no posting.
    static final class Draft {

        private final List<Posting> postings = new ArrayList<>();

        Draft debit(Account account, Money amount) {
            return credit(account, amount.negated());
        }

        Draft credit(Account account, Money amount) {
            return amount.isZero() ? this : line(account, amount, Money.zero(amount.currency()));
        }

        /// A line that is written even if it is of nothing.
        Draft line(Account account, Money amount, Money held) {
            postings.add(new Posting(account, amount, held));
            return this;
        }

        /// @throws IllegalArgumentException if the postings of a currency do not sum to zero
        Transaction balanced() {
            return new Transaction(postings);
        }
    }
}
