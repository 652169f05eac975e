package dev.hailstone.infra.bench;

import org.jspecify.annotations.Nullable;

import dev.hailstone.infra.bench.worker.Outcome;
import dev.hailstone.infra.bench.worker.Outcome.Latency;

/// How long events took at a part of the capacity, from when their transaction was due until their effects were
/// committed.
///
/// @param part of the capacity that was found for this side
/// @param perSecond transactions that were due
/// @param goal of the median, in milliseconds, or null
record Timing(String side, double part, double perSecond, Latency latency, @Nullable Goal goal) {

    static Timing of(String side, double part, double perSecond, Outcome outcome, @Nullable Goal goal) {
        return new Timing(side, part, perSecond, outcome.latency(), goal);
    }

    Verdict verdict() {
        return goal == null ? Verdict.NO_GOAL : goal.judge(latency.median());
    }
}
