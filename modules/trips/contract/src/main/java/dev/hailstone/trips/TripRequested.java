package dev.hailstone.trips;

import java.time.Instant;

import dev.hailstone.kernel.EventType;
import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.ModuleEvent;
import dev.hailstone.kernel.Money;

/// A rider accepted a quote and wants to be driven.
///
/// @param quotedFare what the rider agreed to pay unless the trip is metered
@EventType("trips.trip-requested")
public record TripRequested(TripId tripId, RiderId riderId, GeoPoint pickup, GeoPoint dropoff, Money quotedFare,
        Instant at) implements ModuleEvent {

    @Override
    public String key() {
        return tripId.toString();
    }
}
