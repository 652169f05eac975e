package dev.hailstone.trips;

import java.time.Instant;

import dev.hailstone.kernel.EventType;
import dev.hailstone.kernel.ModuleEvent;
import dev.hailstone.tracking.DriverId;

/// The rider is on board.
@EventType("trips.trip-started")
public record TripStarted(TripId tripId, RiderId riderId, DriverId driverId, Instant at) implements ModuleEvent {

    @Override
    public String key() {
        return tripId.toString();
    }
}
