package dev.hailstone.tracking.internal;

import java.time.Instant;

import dev.hailstone.kernel.GeoPoint;

/// Where a driver was seen and when.
///
/// @param at when the position was received
record Sighting(GeoPoint position, Instant at) {}
