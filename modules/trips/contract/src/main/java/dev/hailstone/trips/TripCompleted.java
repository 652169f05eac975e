package dev.hailstone.trips;

import java.time.Instant;

import dev.hailstone.kernel.EventType;
import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.ModuleEvent;
import dev.hailstone.tracking.DriverId;

/// The rider has been driven, and owes the fare.
///
/// @param dropoff where the trip ended, if that was told; else where the rider wanted to go
/// @param distanceMetres driven, if that was told; else from pickup to dropoff as the crow flies
/// @param startedAt when the ride began: by the meter where the trip was metered
/// @param at when the ride ended
@EventType("trips.trip-completed")
public record TripCompleted(TripId tripId, RiderId riderId, DriverId driverId, GeoPoint pickup, GeoPoint dropoff,
        Fare fare,
        double distanceMetres, Instant requestedAt, Instant startedAt, Instant at) implements ModuleEvent {

    @Override
    public String key() {
        return tripId.toString();
    }
}
