package dev.hailstone.recommendations.internal;

import dev.hailstone.kernel.GeoPoint;

/// A cell in which rides ended, and how often.
///
/// @param place the mean of all dropoffs in the cell
/// @param arrivals from anywhere, at least one
record Destination(Cell cell, GeoPoint place, Arrivals arrivals) {}
