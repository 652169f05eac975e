package dev.hailstone.infra.messaging;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// Pauses between attempts, each about twice as long as the one before, up to a limit. By how much is left to chance, so that
/// those who failed together do not try again together.
final class Backoff {

    private final Duration shortest;
    private final Duration longest;
    private int failures;

    Backoff(Duration shortest, Duration longest) {
        this.shortest = shortest;
        this.longest = longest;
    }

    /// How long to wait after one more failure.
    Duration next() {
        Duration pause = shortest.multipliedBy(1L << Math.min(failures++, 10));
        long most = Math.min(pause.toMillis(), longest.toMillis());
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
    }

    /// There was a success.
    void reset() {
        failures = 0;
    }
}
