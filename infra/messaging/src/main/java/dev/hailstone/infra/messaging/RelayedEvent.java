package dev.hailstone.infra.messaging;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/// An event as a broker carries it.
///
/// @param previous the event before it in its lane, or null if it is the first or that is not known. So a consumer sees that
///        the event continues the history that it has heard, and not another one with the same positions.
record RelayedEvent(EventEnvelope event, @Nullable UUID previous) {}
