package dev.hailstone.trips.internal;

import java.time.Instant;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.trips.Fare;

/// What was driven in a trip, and what the rider owes for it.
///
/// @param dropoff where the ride really ended
/// @param distanceMetres not negative
/// @param endedAt not before `startedAt`
record Ride(GeoPoint dropoff, double distanceMetres, Instant startedAt, Instant endedAt, Fare fare) {}
