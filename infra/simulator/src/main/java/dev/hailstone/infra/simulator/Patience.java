package dev.hailstone.infra.simulator;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/// How long to wait for a server that is away, and how often to try.
///
/// It is shared by all requests to one server: each answer that any of them gets restores it.
final class Patience {

    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    private final Duration limit;
    private final AtomicLong lastAnswer = new AtomicLong(System.nanoTime());

    /// @param limit the longest time without any answer
    Patience(Duration limit) {
        this.limit = limit;
    }

    /// Patience that never ends.
    static Patience endless() {
        return new Patience(Duration.ofNanos(Long.MAX_VALUE));
    }

    void restore() {
        lastAnswer.set(System.nanoTime());
    }

    /// Waits before a request is repeated, longer each time.
    ///
    /// @param repetition from 0
    /// @param trouble why the request has to be repeated
    /// @throws ServerAwayException if there has been no answer for too long
    void wait(int repetition, String trouble) {
        if (System.nanoTime() - lastAnswer.get() > limit.toNanos()) {
            throw new ServerAwayException(limit, trouble);
        }
        long pause = Math.min(FIRST_PAUSE_MILLIS << Math.min(repetition, 10), LONGEST_PAUSE_MILLIS);
        Pause.millis(pause / 2 + ThreadLocalRandom.current().nextLong(pause));
    }
}
