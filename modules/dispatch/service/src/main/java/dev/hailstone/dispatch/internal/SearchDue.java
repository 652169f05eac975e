package dev.hailstone.dispatch.internal;

import dev.hailstone.trips.TripId;

/// A trip has become due for a search; of interest within this process only, once it is committed.
record SearchDue(TripId tripId) {}
