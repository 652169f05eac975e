package dev.hailstone.trips;

import java.time.Instant;

import dev.hailstone.kernel.EventType;
import dev.hailstone.kernel.ModuleEvent;
import dev.hailstone.tracking.DriverId;

/// The trip has lost its driver before it began and waits for another one.
///
/// @param driverId who had been assigned, and will not be again
@EventType("trips.driver-unassigned")
public record DriverUnassigned(TripId tripId, RiderId riderId, DriverId driverId, UnassignmentReason reason,
        Instant at) implements ModuleEvent {

    @Override
    public String key() {
        return tripId.toString();
    }
}
