package dev.hailstone.infra.messaging;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// When a parked event is tried again.
///
/// @param initial the pause after the first failure
/// @param factor by which each pause is longer than the one before
/// @param max the longest pause
/// @param attempts after so many failures the event waits for an operator
record RetryPolicy(@DefaultValue("1s") Duration initial, @DefaultValue("2") double factor,
        @DefaultValue("5m") Duration max, @DefaultValue("8") int attempts) {

    RetryPolicy {
        if (!initial.isPositive() || max.compareTo(initial) < 0 || !(factor >= 1) || attempts < 1) {
            throw new IllegalArgumentException("""
                    hailstone.events.retry needs initial > 0, max >= initial, factor >= 1 and attempts >= 1, was %s"""
                    .formatted("initial=%s, factor=%s, max=%s, attempts=%d".formatted(initial, factor, max, attempts)));
        }
    }

    /// @param failed how often the event has failed by now, at least once
    /// @return null if it has failed often enough
    @Nullable
    Instant next(int failed, Instant now) {
        if (failed >= attempts) {
            return null;
        }
        double pause = initial.toMillis() * Math.pow(factor, failed - 1);
        return now.plusMillis((long) Math.min(pause, (double) max.toMillis()));
    }
}
