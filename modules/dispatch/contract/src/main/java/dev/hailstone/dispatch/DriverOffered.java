package dev.hailstone.dispatch;

import java.time.Instant;

import dev.hailstone.kernel.EventType;
import dev.hailstone.kernel.ModuleEvent;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.TripId;

/// A driver is asked whether they take a trip.
///
/// @param distanceMetres from the driver to the pickup when they were chosen
/// @param at when they were asked
/// @param expiresAt when somebody else will be, unless they have answered
@EventType("dispatch.driver-offered")
public record DriverOffered(TripId tripId, DriverId driverId, double distanceMetres, Instant at,
        Instant expiresAt) implements ModuleEvent {

    @Override
    public String key() {
        return tripId.toString();
    }
}
