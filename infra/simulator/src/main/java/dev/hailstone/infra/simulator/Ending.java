package dev.hailstone.infra.simulator;

import org.jspecify.annotations.Nullable;

/// Why a thread that works for others has ended, for those who would wait for it in vain.
final class Ending {

    private volatile @Nullable RuntimeException cause;

    void because(RuntimeException reason) {
        cause = reason;
    }

    /// @return null while the thread is at work
    @Nullable
    RuntimeException cause() {
        return cause;
    }

    /// @throws RuntimeException what the thread ended with, if it has
    void requireNone() {
        RuntimeException over = cause;
        if (over != null) {
            throw over;
        }
    }
}
