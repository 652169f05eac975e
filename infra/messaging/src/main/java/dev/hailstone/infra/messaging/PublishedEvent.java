package dev.hailstone.infra.messaging;

import java.time.Instant;
import java.util.UUID;

/// An event that a transaction has published and not yet written.
///
/// @param headers a JSON object: the trace that the event belongs to, if any
record PublishedEvent(UUID eventId, String key, WireType type, Instant occurredAt, String headers, String payload) {}
