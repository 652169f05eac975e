package dev.hailstone.ledger;

import java.time.Instant;

import dev.hailstone.kernel.EventType;
import dev.hailstone.kernel.ModuleEvent;
import dev.hailstone.kernel.Money;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

/// The rider's account does not cover the fare of a trip.
///
/// @param available what the account would have covered
@EventType("ledger.hold-declined")
public record HoldDeclined(TripId tripId, RiderId riderId, Money amount, Money available,
        Instant at) implements ModuleEvent {

    @Override
    public String key() {
        return tripId.toString();
    }
}
