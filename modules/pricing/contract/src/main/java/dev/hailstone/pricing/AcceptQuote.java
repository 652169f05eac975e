package dev.hailstone.pricing;

import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

/// Binds a quote to a trip.
public record AcceptQuote(RiderId riderId, TripId tripId) {}
