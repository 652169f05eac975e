package dev.hailstone.infra.messaging;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/// How far a consumer has heard one lane of a producer.
///
/// @param position of the last event that was applied, parked or skipped; 0 before the first
/// @param eventId of the event at the position, or null where a migration set the position
/// @param attempts how often the next event was begun by a process that did not live to finish it
record Cursor(int lane, long position, @Nullable UUID eventId, int attempts) {

    /// The cursor once an event has been done with.
    static Cursor at(EventEnvelope event) {
        return new Cursor(event.lane(), event.position(), event.eventId(), 0);
    }
}
