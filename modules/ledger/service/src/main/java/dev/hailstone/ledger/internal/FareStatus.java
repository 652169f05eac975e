package dev.hailstone.ledger.internal;

import java.util.List;

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
/// once settled perhaps refunded in parts, or *reversed*.
sealed interface FareStatus {

    record Unknown() implements FareStatus {}

    record Held(RiderId rider, Money amount) implements FareStatus {}

    record Refused() implements FareStatus {}

    record Released() implements FareStatus {}

    /// @param refunds how often something was given back
    /// @param left what everybody still has of it
    record Settled(FareSettled fare, int refunds, FareShares left) implements FareStatus {}

    record Reversed() implements FareStatus {}

    /// Tells the status from all entries of the trip, in the order of the store.
    static FareStatus of(List<Entry> entries) {
        FareStatus status = new Unknown();
        for (Entry entry : entries) {
            status = status.after(entry);
        }
        return status;
    }

    /// The status after one more entry.
    default FareStatus after(Entry entry) {
        return switch (entry) {
            case FareHeld held -> new Held(held.riderId(), held.amount());
            case HoldRefused _ -> new Refused();
            // A fare in another currency than the hold frees it by an entry of its own.
            case HoldReleased _ -> this instanceof Settled ? this : new Released();
            case FareSettled fare -> new Settled(fare, 0, FareShares.of(fare));
            case FareRefunded refund -> this instanceof Settled(FareSettled fare, int refunds, FareShares left)
                    ? new Settled(fare, refunds + 1, left.minus(FareShares.of(refund)))
                    : this;
            case TransactionReversed _ -> new Reversed();
            case DepositReceived _,PayoutSent _,BalanceUpdated _ -> this;
        };
    }
}
