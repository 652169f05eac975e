package dev.hailstone.ledger;

import java.time.Instant;

import dev.hailstone.kernel.EventType;
import dev.hailstone.kernel.ModuleEvent;
import dev.hailstone.kernel.Money;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

/// A rider paid for having let a driver come in vain, and driver and platform got their shares.
///
/// @param fee the sum of both shares
@EventType("ledger.cancellation-fee-charged")
public record CancellationFeeCharged(TripId tripId, RiderId riderId, DriverId driverId, Money fee, Money driverShare,
        Money platformShare, Instant at) implements ModuleEvent {

    @Override
    public String key() {
        return tripId.toString();
    }
}
