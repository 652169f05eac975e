package dev.hailstone.recommendations;

import dev.hailstone.kernel.GeoPoint;

/// A place to which riders went.
///
/// @param score comparable only within one answer; higher is better
/// @param trips how many trips ended there
public record SuggestedDestination(GeoPoint place, double score, long trips) {}
