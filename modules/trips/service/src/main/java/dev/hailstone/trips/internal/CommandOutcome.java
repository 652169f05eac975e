package dev.hailstone.trips.internal;

import dev.hailstone.trips.TripId;

/// What became of a command to a trip.
sealed interface CommandOutcome {

    /// The command has been carried out, now or before; this is how the trip stands.
    record CarriedOut(Trip trip) implements CommandOutcome {}

    /// There is no such trip.
    record UnknownTrip(TripId trip) implements CommandOutcome {}

    /// The trip is somebody else's, or not any more that driver's, or not yet.
    ///
    /// @param awaitsDriver whether a driver's command came to a trip that has not heard of any driver yet
    record NotYours(TripId trip, boolean awaitsDriver) implements CommandOutcome {}

    /// The trip is in a phase that does not allow the command.
    record WrongPhase(TripId trip, Phase phase, TripCommand.Kind command) implements CommandOutcome {}

    /// A value does not fit this trip.
    record Unfit(String field, String reason) implements CommandOutcome {}

    /// The key belongs to another command.
    record KeyReused() implements CommandOutcome {}
}
