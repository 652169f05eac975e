package dev.hailstone.notifications.internal;

import java.time.Instant;
import java.util.UUID;

/// That a rider was forgotten. It does not say which: the table keeps a digest of the name, so that whoever has the name
/// can ask.
///
/// @param at the last time; what happened until then is told no more, also when it is heard later
/// @param notifications how many were erased, in all
record Erasure(UUID id, Instant at, int notifications) {}
