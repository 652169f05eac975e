package dev.hailstone.ledger.internal;

import java.util.Optional;

import dev.hailstone.ledger.internal.Account.Driver;
import dev.hailstone.ledger.internal.Account.Own;
import dev.hailstone.ledger.internal.Account.Rider;
import dev.hailstone.ledger.internal.Entry.DepositReceived;
import dev.hailstone.ledger.internal.Entry.FareHeld;
import dev.hailstone.ledger.internal.Entry.FareSettled;
import dev.hailstone.ledger.internal.Entry.HoldRefused;
import dev.hailstone.ledger.internal.Entry.HoldReleased;
import dev.hailstone.ledger.internal.Entry.PayoutSent;

/// Why money moved, in the words of a statement.
enum StatementReason {

    /// The rider paid in.
    DEPOSIT,
    /// The rider paid for a trip.
    FARE,
    /// The driver earned on a trip.
    EARNINGS,
    /// The driver was paid out.
    PAYOUT;

    /// The reason that the owner of an account reads, empty for the platform's own accounts: those have no statements.
    static Optional<StatementReason> of(Entry entry, Account account) {
        return switch (account) {
            case Own _ -> Optional.empty();
            case Rider _,Driver _ -> switch (entry) {
                case DepositReceived _ -> Optional.of(DEPOSIT);
                case PayoutSent _ -> Optional.of(PAYOUT);
                case FareSettled _ -> Optional.of(account instanceof Rider ? FARE : EARNINGS);
                case FareHeld _,HoldRefused _,HoldReleased _ -> Optional.empty();
            };
        };
    }
}
