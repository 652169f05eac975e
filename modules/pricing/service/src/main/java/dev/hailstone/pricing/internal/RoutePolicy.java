package dev.hailstone.pricing.internal;

import java.time.Duration;

import dev.hailstone.kernel.GeoPoint;

/// Streets are longer than the great circle by a factor, and driven at a mean speed.
///
/// @param detourFactor at least 1
/// @param meanSpeed in kilometres per hour
record RoutePolicy(double detourFactor, double meanSpeed) {

    private static final double METRES_PER_SECOND = 1 / 3.6;

    /// What a ride will be like, to the metre and to the second.
    Ride between(GeoPoint pickup, GeoPoint dropoff) {
        long metres = metres(pickup, dropoff);
        return new Ride(metres, Duration.ofSeconds(Math.round(metres / (meanSpeed * METRES_PER_SECOND))));
    }

    long metres(GeoPoint pickup, GeoPoint dropoff) {
        return Math.round(pickup.distanceTo(dropoff) * detourFactor);
    }
}
