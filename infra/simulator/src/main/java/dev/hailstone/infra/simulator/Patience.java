package dev.hailstone.infra.simulator;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// How long to wait for a server that is away, and how often to try.
///
/// It is shared by all requests to one server: each answer that any of them gets restores it. Time in which nothing is
/// asked does not count.
final class Patience {

    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    private final Duration limit;
    private final LongSupplier nanoTime;
    private final AtomicLong lastAnswer;

    /// @param limit the longest time without any answer
    /// @param nanoTime as [System#nanoTime]
    Patience(Duration limit, LongSupplier nanoTime) {
        this.limit = limit;
        this.nanoTime = nanoTime;
        this.lastAnswer = new AtomicLong(nanoTime.getAsLong());
    }

    /// Patience that never ends.
    static Patience endless() {
        return new Patience(Duration.ofNanos(Long.MAX_VALUE), System::nanoTime);
    }

    /// A request is about to be sent for the first time.
    Request request() {
        return new Request();
    }

    /// A request, from its first attempt to its answer.
    final class Request {

        private final long begun = nanoTime.getAsLong();
        private int repetitions;

        void answered() {
            lastAnswer.set(nanoTime.getAsLong());
        }

        /// Waits before the request is repeated, longer each time.
        ///
        /// @param trouble why it has to be repeated
        /// @throws ServerAwayException if there has been no answer for too long
        void beforeRepeating(String trouble) {
            long now = nanoTime.getAsLong();
            if (Math.min(now - lastAnswer.get(), now - begun) > limit.toNanos()) {
                throw new ServerAwayException(limit, trouble);
            }
            long pause = Math.min(FIRST_PAUSE_MILLIS << Math.min(repetitions++, 10), LONGEST_PAUSE_MILLIS);
            Pause.millis(pause / 2 + ThreadLocalRandom.current().nextLong(pause));
        }
    }
}
