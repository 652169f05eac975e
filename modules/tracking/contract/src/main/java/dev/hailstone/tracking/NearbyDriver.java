package dev.hailstone.tracking;

import dev.hailstone.kernel.GeoPoint;

/// An available driver and how far away they are.
///
/// @param distanceMetres great-circle distance to the point asked for
public record NearbyDriver(DriverId driverId, GeoPoint position, double distanceMetres) {}
