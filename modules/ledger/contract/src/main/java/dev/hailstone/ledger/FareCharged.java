package dev.hailstone.ledger;

import java.time.Instant;

import dev.hailstone.kernel.EventType;
import dev.hailstone.kernel.ModuleEvent;
import dev.hailstone.kernel.Money;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

/// A rider paid for a trip, and everybody got their share.
///
/// @param driverShare part of the ride, tip and tolls
/// @param platformShare part of the ride
@EventType("ledger.fare-charged")
public record FareCharged(TripId tripId, RiderId riderId, DriverId driverId, Money total, Money driverShare,
        Money platformShare,
        Instant at) implements ModuleEvent {

    @Override
    public String key() {
        return tripId.toString();
    }
}
