package dev.hailstone.trips.internal;

import dev.hailstone.kernel.ModuleEvent;

/// What became of the wish to change a trip.
sealed interface Transition {

    /// The trip has changed; the others are to be told.
    record Happened(ModuleEvent event) implements Transition {}

    /// The trip's phase does not allow it; nothing has changed.
    record Refused(Phase phase) implements Transition {}

    /// A value does not fit this trip; nothing has changed.
    record Unfit(String field, String reason) implements Transition {}
}
