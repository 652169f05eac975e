package dev.hailstone.infra.messaging;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/// An event that a module has not been able to apply, or that has to wait behind such a one of its key.
///
/// @param failure why it failed, or null if it has not been tried and waits behind an earlier event of its key
/// @param attempts how often it has been tried
/// @param nextAttemptAt when it is tried again, or null if it waits: for the event before it, or for an operator
record ParkedEvent(String producer, EventEnvelope event, @Nullable String failure, int attempts,
        @Nullable Instant nextAttemptAt, Instant parkedAt) {

    static ParkedEvent behind(String producer, EventEnvelope event, Instant now) {
        return new ParkedEvent(producer, event, null, 0, null, now);
    }
}
