package dev.hailstone.infra.simulator;

import java.time.Instant;

import dev.hailstone.infra.simulator.HailstoneApi.Fare;
import dev.hailstone.kernel.GeoPoint;

/// A trip that somebody once made, as its meter recorded it.
///
/// @param line of the file on which the row ends; the header is line 1
record RecordedTrip(long line, GeoPoint pickup, GeoPoint dropoff, Instant startedAt, Instant endedAt,
        double distanceMetres, Fare fare) {}
