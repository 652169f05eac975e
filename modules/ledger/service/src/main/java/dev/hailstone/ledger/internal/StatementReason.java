package dev.hailstone.ledger.internal;

import dev.hailstone.ledger.internal.Account.Rider;

/// Why money moved, in the words of a statement.
enum StatementReason {

    /// The rider paid in.
    DEPOSIT,
    /// The rider paid for a trip.
    FARE,
    /// The driver earned on a trip.
    EARNINGS,
    /// A fare, or a part of it, went back.
    REFUND,
    /// The driver was paid out.
    PAYOUT,
    /// A transaction was undone.
    REVERSAL,
    /// A plain account's balance was updated.
    UPDATE;

    /// The reason that the owner of an account reads.
    ///
    /// @param type of the entry
    /// @throws IllegalArgumentException if entries of the type move no money
    static StatementReason of(String type, Account account) {
        return switch (type) {
            case "deposit-received" -> DEPOSIT;
            case "payout-sent" -> PAYOUT;
            case "fare-settled" -> account instanceof Rider ? FARE : EARNINGS;
            case "fare-refunded" -> REFUND;
            case "transaction-reversed" -> REVERSAL;
            case "balance-updated" -> UPDATE;
            default -> throw new IllegalArgumentException("an entry of type " + type + " moves no money");
        };
    }
}
