package dev.hailstone.pricing;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.trips.TripId;

/// A ride whose price is asked for.
///
/// @param distanceMetres as driven, not negative; without it the distance between the points is estimated
/// @param duration from start to completion, not negative
public record FinishedRide(TripId tripId, GeoPoint pickup, GeoPoint dropoff, @Nullable Double distanceMetres,
        Duration duration) {}
