package dev.hailstone.simulation;

import java.time.Duration;
import java.util.List;

/// How often what goes wrong, each a probability.
///
/// @param delays a delivery takes much longer than usual
/// @param longestDelay of anything
/// @param duplicates a delivery, or a command, comes twice
/// @param crashes a module's process dies at a commit, shortly before or after it
/// @param meanwhile other things happen before a transaction begins, or while a module waits for the answer of another
record Faults(double delays, Duration longestDelay, double duplicates, double crashes, double meanwhile) {

    static final Faults NONE = new Faults(0, Duration.ofSeconds(1), 0, 0, 0);

    /// Some runs are quiet, most are not.
    static Faults of(Chance chance) {
        return new Faults(chance.oneOf(List.of(0.0, 0.05, 0.3)),
                Duration.ofSeconds(chance.oneOf(List.of(1, 10, 60))),
                chance.oneOf(List.of(0.0, 0.1, 0.4)), chance.oneOf(List.of(0.0, 0.005, 0.03)),
                chance.oneOf(List.of(0.0, 0.1)));
    }
}
