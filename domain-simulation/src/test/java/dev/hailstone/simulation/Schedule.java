package dev.hailstone.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;

/// What is going to happen, in the order of virtual time; at the same time, in the order in which it was planned.
final class Schedule {

    private final VirtualClock clock;
    private final PriorityQueue<Step> steps = new PriorityQueue<>();
    private long planned;

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
    void step() {
        Step next = steps.remove();
        if (next.at.isAfter(now())) {
            clock.set(next.at);
        }
        next.action.run();
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
