package dev.hailstone.dispatch;

import java.time.Instant;

import dev.hailstone.kernel.EventType;
import dev.hailstone.kernel.ModuleEvent;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

/// A driver was found and is on the way to the pickup.
///
/// @param distanceMetres from the driver to the pickup when they were chosen
@EventType("dispatch.driver-assigned")
public record DriverAssigned(TripId tripId, RiderId riderId, DriverId driverId, double distanceMetres,
        Instant at) implements ModuleEvent {

    @Override
    public String key() {
        return tripId.toString();
    }
}
