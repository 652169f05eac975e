package dev.hailstone.trips.internal;

import org.jspecify.annotations.Nullable;

import dev.hailstone.trips.TripId;

/// A command to a trip as it is remembered under its idempotency key.
///
/// @param completion what came with a completion
record TripCommand(TripId tripId, Kind kind, @Nullable Completion completion) {

    /// What the trip is to do.
    enum Kind {
        ARRIVAL, START, COMPLETION, CANCELLATION, DRIVER_CANCELLATION
    }

    TripCommand(TripId tripId, Kind kind) {
        this(tripId, kind, null);
    }
}
