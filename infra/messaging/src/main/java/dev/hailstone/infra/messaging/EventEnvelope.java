package dev.hailstone.infra.messaging;

import java.time.Instant;
import java.util.UUID;

/// An event on its way, as its producer's journal holds it.
///
/// @param position counts from 1 within the lane
/// @param type the wire name: `trips.trip-completed`
/// @param headers a JSON object
/// @param payload the event as JSON, in the form of its version
record EventEnvelope(int lane, long position, UUID eventId, String key, String type, int version, Instant occurredAt,
        String headers, String payload) {

    /// How the event is named in logs and failures.
    String describe() {
        return "%s v%d at %d/%d, key %s".formatted(type, version, lane, position, key);
    }
}
