package dev.hailstone.pricing;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.trips.TripId;

/// A ride whose price is asked for.
///
/// @param distanceMetres as driven, from 0 to [#FARTHEST]; without it the distance between the points is estimated
/// @param duration from start to completion, from 0 to [#LONGEST]
public record FinishedRide(TripId tripId, GeoPoint pickup, GeoPoint dropoff, @Nullable Double distanceMetres,
        Duration duration) {

    /// In metres, twice around the Earth: beyond it a price would say nothing.
    public static final double FARTHEST = 80_000_000;

    /// About a year: beyond it a price would say nothing either.
    public static final Duration LONGEST = Duration.ofDays(366);
}
