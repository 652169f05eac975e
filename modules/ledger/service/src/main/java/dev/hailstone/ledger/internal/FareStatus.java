package dev.hailstone.ledger.internal;

import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.internal.Entry.BalanceUpdated;
import dev.hailstone.ledger.internal.Entry.DepositReceived;
import dev.hailstone.ledger.internal.Entry.FareHeld;
import dev.hailstone.ledger.internal.Entry.FareRefunded;
import dev.hailstone.ledger.internal.Entry.FareSettled;
import dev.hailstone.ledger.internal.Entry.HoldRefused;
import dev.hailstone.ledger.internal.Entry.HoldReleased;
import dev.hailstone.ledger.internal.Entry.PayoutSent;
import dev.hailstone.ledger.internal.Entry.TransactionReversed;
import dev.hailstone.trips.RiderId;

/// What has become of the fare of a trip: *unknown* at first, then *held* or *refused*, then *released* or *settled*, and
/// once settled perhaps refunded in parts, or *reversed*, after which it can be settled anew.
///
/// A hold in another wallet than the one that was charged may have been placed at the same time as the charge, by somebody who
/// did not know of it. It stays beside the charge until it is freed.
sealed interface FareStatus {

    record Unknown() implements FareStatus {}

    record Held(RiderId rider, Money amount) implements FareStatus {

        @Override
        public Held hold() {
            return this;
        }
    }

    record Refused(RiderId rider) implements FareStatus {}

    record Released(RiderId rider) implements FareStatus {}

    /// @param refunds how often something was given back
    /// @param left what everybody still has of it
    record Settled(FareSettled fare, int refunds, FareShares left, @Nullable Held hold) implements FareStatus {}

    /// @param fare that was undone
    record Reversed(FareSettled fare, @Nullable Held hold) implements FareStatus {}

    /// What is set aside for the trip, and can be freed.
    default @Nullable Held hold() {
        return null;
    }

    /// Tells the status from all entries of the trip, in whatever order. Which came first follows from what they are: they may
    /// stand in several streams, and the clocks of those who wrote them may differ.
    static FareStatus of(List<Entry> entries) {
        FareStatus status = new Unknown();
        for (Entry entry : entries.stream().sorted(Comparator.comparingInt(FareStatus::turn)).toList()) {
            status = status.after(entry);
        }
        return status;
    }

    /// When it is an entry's turn in the life of a fare.
    private static int turn(Entry entry) {
        return switch (entry) {
            // Of two that were decided at the same time, for two wallets, the one that set something aside.
            case HoldRefused _ -> 0;
            case FareHeld _ -> 1;
            case HoldReleased _ -> 2;
            case FareSettled fare -> 2 * fare.number() + 1;
            case TransactionReversed reversal -> 2 * reversal.part() + 2;
            // What was refunded is never reversed.
            case FareRefunded _ -> Integer.MAX_VALUE;
            case DepositReceived _,PayoutSent _,BalanceUpdated _ -> 0;
        };
    }

    /// The status after one more entry.
    default FareStatus after(Entry entry) {
        return switch (entry) {
            case FareHeld held -> new Held(held.riderId(), held.amount());
            case HoldRefused refused -> new Refused(refused.riderId());
            case HoldReleased released -> switch (this) {
                case Settled settled -> new Settled(settled.fare, settled.refunds, settled.left, null);
                case Reversed reversed -> new Reversed(reversed.fare, null);
                case Unknown _,Held _,Refused _,Released _ -> new Released(released.riderId());
            };
            case FareSettled fare -> new Settled(fare, 0, FareShares.of(fare), fare.hold() == null ? hold() : null);
            case FareRefunded refund -> this instanceof Settled settled
                    ? new Settled(settled.fare, settled.refunds + 1, settled.left.minus(FareShares.of(refund)),
                            settled.hold)
                    : this;
            case TransactionReversed _ ->
                this instanceof Settled settled ? new Reversed(settled.fare, settled.hold) : this;
            case DepositReceived _,PayoutSent _,BalanceUpdated _ -> this;
        };
    }
}
