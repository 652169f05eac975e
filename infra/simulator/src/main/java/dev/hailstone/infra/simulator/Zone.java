package dev.hailstone.infra.simulator;

import dev.hailstone.kernel.GeoPoint;

/// A taxi zone of New York.
///
/// @param centre the zone's centroid
record Zone(int locationId, String name, String borough, GeoPoint centre) {}
