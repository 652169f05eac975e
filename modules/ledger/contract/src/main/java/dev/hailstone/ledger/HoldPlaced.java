package dev.hailstone.ledger;

import java.time.Instant;

import dev.hailstone.kernel.EventType;
import dev.hailstone.kernel.ModuleEvent;
import dev.hailstone.kernel.Money;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

/// The fare of a trip is set aside on the rider's account.
@EventType("ledger.hold-placed")
public record HoldPlaced(TripId tripId, RiderId riderId, Money amount, Instant at) implements ModuleEvent {

    @Override
    public String key() {
        return tripId.toString();
    }
}
