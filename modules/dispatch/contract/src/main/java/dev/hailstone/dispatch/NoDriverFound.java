package dev.hailstone.dispatch;

import java.time.Instant;

import dev.hailstone.kernel.EventType;
import dev.hailstone.kernel.ModuleEvent;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

/// The search for a driver was given up.
@EventType("dispatch.no-driver-found")
public record NoDriverFound(TripId tripId, RiderId riderId, Instant at) implements ModuleEvent {

    @Override
    public String key() {
        return tripId.toString();
    }
}
