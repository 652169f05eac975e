package dev.hailstone.trips.internal;

import org.jspecify.annotations.Nullable;

import dev.hailstone.trips.TripId;

/// A command to a trip as it is remembered under its idempotency key.
///
/// @param by id of the rider or driver who gives it; null for one who may give it to anybody's trip
/// @param completion what came with a completion
record TripCommand(TripId tripId, Kind kind, @Nullable String by, @Nullable Completion completion) {

    /// What the trip is to do.
    enum Kind {
        ARRIVAL, START, COMPLETION, CANCELLATION, DRIVER_CANCELLATION
    }

    TripCommand(TripId tripId, Kind kind, @Nullable String by) {
        this(tripId, kind, by, null);
    }

    /// Whether who gives it may do so to this trip: its rider cancels it, and its driver does all the rest.
    boolean fits(Trip trip) {
        Object owner = kind == Kind.CANCELLATION ? trip.rider() : trip.driver();
        return by == null || (owner != null && by.equals(owner.toString()));
    }

    /// What becomes of it with a trip that it does not fit.
    CommandOutcome.NotYours misfit(Trip trip) {
        boolean awaitsDriver = trip.phase() == Phase.SCHEDULED || trip.phase() == Phase.REQUESTED;
        return new CommandOutcome.NotYours(trip.id(), kind != Kind.CANCELLATION && awaitsDriver);
    }
}
