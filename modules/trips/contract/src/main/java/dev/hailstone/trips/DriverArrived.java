package dev.hailstone.trips;

import java.time.Instant;

import dev.hailstone.kernel.EventType;
import dev.hailstone.kernel.ModuleEvent;
import dev.hailstone.tracking.DriverId;

/// The assigned driver waits at the pickup.
@EventType("trips.driver-arrived")
public record DriverArrived(TripId tripId, RiderId riderId, DriverId driverId, Instant at) implements ModuleEvent {

    @Override
    public String key() {
        return tripId.toString();
    }
}
