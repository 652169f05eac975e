package dev.hailstone.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;

/// What is going to happen, in the order of virtual time; at the same time, in the order in which it was planned.
final class Schedule {

    private static final int MOST_AT_ONE_TIME = 100_000;

    private final VirtualClock clock;
    private final PriorityQueue<Step> steps = new PriorityQueue<>();
    private long planned;
    private int atThisTime;

    Schedule(VirtualClock clock) {
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    void in(Duration delay, Runnable action) {
        steps.add(new Step(now().plus(delay), planned++, action));
    }

    /// Lets the next thing happen.
    ///
    /// @throws AssertionError if it fails: it may happen while somebody waits, for whose code this is no exception to catch; also
    ///                        if things happen and happen and no time passes
    void step() {
        Step next = steps.remove();
        if (next.at.isAfter(now())) {
            clock.set(next.at);
            atThisTime = 0;
        }
        if (++atThisTime > MOST_AT_ONE_TIME) {
            throw new AssertionError("no time passes any more");
        }
        try {
            next.action.run();
        } catch (RuntimeException failure) {
            throw new AssertionError(failure.getMessage(), failure);
        }
    }

    /// When the next thing will happen, if anything will.
    Instant next() {
        Step next = steps.peek();
        return next == null ? Instant.MAX : next.at;
    }

    private record Step(Instant at, long number, Runnable action) implements Comparable<Step> {

        @Override
        public int compareTo(Step other) {
            int byTime = at.compareTo(other.at);
            return byTime == 0 ? Long.compare(number, other.number) : byTime;
        }
    }
}
