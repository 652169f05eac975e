package dev.hailstone.trips;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.hailstone.kernel.EventType;
import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.ModuleEvent;
import dev.hailstone.kernel.Money;

/// A rider accepted a quote and wants to be driven: at once, or at a time that is near by now.
///
/// @param quotedFare what the rider agreed to pay for a ride to the dropoff that is not metered; one that ends elsewhere costs
/// what was driven, and a tip comes on top
/// @param pickupAt when a rider who has booked ahead wants to be picked up; null for at once
@EventType("trips.trip-requested")
public record TripRequested(TripId tripId, RiderId riderId, GeoPoint pickup, GeoPoint dropoff, Money quotedFare,
        @Nullable Instant pickupAt, Instant at) implements ModuleEvent {

    /// A trip that is wanted at once.
    public TripRequested(TripId tripId, RiderId riderId, GeoPoint pickup, GeoPoint dropoff, Money quotedFare,
            Instant at) {
        this(tripId, riderId, pickup, dropoff, quotedFare, null, at);
    }

    @Override
    public String key() {
        return tripId.toString();
    }
}
