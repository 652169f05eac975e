package dev.hailstone.infra.persistence;

import java.time.Duration;

/// Work that a module repeats, without its thread.
public final class OneRound {

    private OneRound() {}

    /// @return how long to wait before the next one
    public static Duration of(Rounds rounds) {
        return rounds.round();
    }
}
