package dev.hailstone.recommendations.internal;

import dev.hailstone.kernel.GeoPoint;

/// A cell in which rides ended, and how often.
///
/// @param place the mean of all dropoffs in the cell
/// @param arrivals from anywhere
/// @param rides of them, from the rider's cell
/// @param ridesInBand of those, at the rider's time of day
record Destination(Cell cell, GeoPoint place, long arrivals, long rides, long ridesInBand) {}
