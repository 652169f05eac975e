package dev.hailstone.infra.messaging;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/// An event that a module has not been able to apply, or that has to wait behind such a one of its key.
///
/// @param failure why it failed, or null if it has not been tried and waits behind an earlier event of its key
/// @param attempts how often it has been tried, or all that are granted if it has killed too many processes before it was parked
/// @param nextAttemptAt when it is tried again, or null if it waits: for the event before it, or for an operator
record ParkedEvent(String producer, EventEnvelope event, @Nullable String failure, int attempts,
        @Nullable Instant nextAttemptAt, Instant parkedAt) {

    /// The failure of one that has been begun, as long as no attempt has lived to fail.
    static final String NOT_OUTLIVED = "No process that has begun it from here has lived to finish it.";

    static ParkedEvent behind(String producer, EventEnvelope event, Instant now) {
        return new ParkedEvent(producer, event, null, 0, null, now);
    }

    /// Whether every attempt, if there has been one, has ended with its process.
    boolean isNotOutlived() {
        return failure == null || failure.equals(NOT_OUTLIVED);
    }
}
