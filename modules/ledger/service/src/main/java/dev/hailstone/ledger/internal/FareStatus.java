package dev.hailstone.ledger.internal;

import java.util.List;

import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.internal.Entry.FareHeld;
import dev.hailstone.ledger.internal.Entry.FareSettled;
import dev.hailstone.ledger.internal.Entry.HoldRefused;
import dev.hailstone.ledger.internal.Entry.HoldReleased;
import dev.hailstone.ledger.internal.Entry.OfTrip;

/// What has become of the fare of a trip: *unknown* at first, then *held* or *refused*, at last *released* or *settled*.
sealed interface FareStatus {

    record Unknown() implements FareStatus {}

    record Held(Money amount) implements FareStatus {}

    record Refused() implements FareStatus {}

    record Released() implements FareStatus {}

    record Settled() implements FareStatus {}

    /// Tells the status from all entries of the trip, in the order of the store.
    static FareStatus of(List<OfTrip> entries) {
        FareStatus status = new Unknown();
        for (OfTrip entry : entries) {
            status = status.after(entry);
        }
        return status;
    }

    /// The status after one more entry.
    default FareStatus after(OfTrip entry) {
        return switch (entry) {
            case FareHeld held -> new Held(held.amount());
            case HoldRefused _ -> new Refused();
            case HoldReleased _ -> new Released();
            case FareSettled _ -> new Settled();
        };
    }
}
