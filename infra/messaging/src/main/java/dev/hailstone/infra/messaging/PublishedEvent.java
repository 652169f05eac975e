package dev.hailstone.infra.messaging;

import java.time.Instant;
import java.util.UUID;

/// An event that a transaction has published and not yet written.
record PublishedEvent(UUID eventId, String key, WireType type, Instant occurredAt, String payload) {}
