package dev.hailstone.infra.simulator;

import java.time.Duration;
import java.time.Instant;

/// How fast recorded time goes by.
sealed interface Pace {

    /// As fast as the server can.
    static Pace unlimited() {
        return new Unlimited();
    }

    /// @param speedUp how many recorded seconds go by in a second
    /// @param from the recorded time at which the replay begins
    static Pace of(double speedUp, Instant from) {
        return new SpedUp(speedUp, from);
    }

    /// The replay begins now.
    void begin();

    /// Blocks until it is time for the trip to be requested.
    void awaitStart(RecordedTrip trip);

    /// Blocks until it is time for the trip to end.
    void awaitEnd(RecordedTrip trip);

    /// No waiting.
    record Unlimited() implements Pace {

        @Override
        public void begin() {}

        @Override
        public void awaitStart(RecordedTrip trip) {}

        @Override
        public void awaitEnd(RecordedTrip trip) {}
    }

    /// A multiple of the recorded time.
    final class SpedUp implements Pace {

        private final double speedUp;
        private final Instant from;
        private volatile long begin = System.nanoTime();

        SpedUp(double speedUp, Instant from) {
            this.speedUp = speedUp;
            this.from = from;
        }

        @Override
        public void begin() {
            begin = System.nanoTime();
        }

        @Override
        public void awaitStart(RecordedTrip trip) {
            await(trip.startedAt());
        }

        @Override
        public void awaitEnd(RecordedTrip trip) {
            await(trip.endedAt());
        }

        private void await(Instant recorded) {
            double due = Duration.between(from, recorded).toMillis() / speedUp;
            long passed = (System.nanoTime() - begin) / 1_000_000;
            Pause.millis(Math.round(due) - passed);
        }
    }
}
