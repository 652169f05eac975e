package dev.hailstone.dispatch.internal;

import java.time.Instant;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.TripId;

/// A trip that a driver may accept or refuse until the offer expires.
///
/// @param distanceMetres from the driver to the pickup when they were chosen
record OfferView(TripId tripId, DriverId driverId, GeoPoint pickup, double distanceMetres, Instant expiresAt) {}
