package dev.hailstone.ledger;

import java.time.Instant;

import dev.hailstone.kernel.EventType;
import dev.hailstone.kernel.ModuleEvent;
import dev.hailstone.kernel.Money;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

/// A rider got a fare back, or a part of it, and everybody gave back their share. A trip may be refunded in several parts.
///
/// @param number 1 for the first refund of the trip, 2 for the next one
/// @param driverShare what the driver gave back
/// @param platformShare what the platform gave back
@EventType("ledger.fare-refunded")
public record FareRefunded(TripId tripId, int number, RiderId riderId, DriverId driverId, Money total,
        Money driverShare, Money platformShare, Instant at) implements ModuleEvent {

    @Override
    public String key() {
        return tripId.toString();
    }
}
