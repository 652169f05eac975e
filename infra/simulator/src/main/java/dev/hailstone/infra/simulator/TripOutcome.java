package dev.hailstone.infra.simulator;

/// What became of a recorded trip.
sealed interface TripOutcome {

    RecordedTrip trip();

    /// It was replayed now.
    ///
    /// @param attempts how many requests it took, from 1
    record Replayed(RecordedTrip trip, int attempts) implements TripOutcome {}

    /// An earlier run had replayed it.
    record DoneBefore(RecordedTrip trip, int attempts) implements TripOutcome {}

    /// It could not be replayed.
    sealed interface Failure extends TripOutcome {

        String reason();
    }

    /// It is over, or was never requested.
    record Failed(RecordedTrip trip, String reason) implements Failure {}

    /// It was requested and is not over, so that its rider gets no other one.
    record LeftOpen(RecordedTrip trip, String reason) implements Failure {}
}
