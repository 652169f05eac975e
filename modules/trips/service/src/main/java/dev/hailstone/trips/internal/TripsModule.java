package dev.hailstone.trips.internal;

import dev.hailstone.infra.persistence.HailstoneModule;

/// The module trips, part of every process that has its jar and does not call it remote.
@HailstoneModule(name = "trips")
class TripsModule {}
