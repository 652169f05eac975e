package dev.hailstone.notifications.internal;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.hailstone.trips.TripId;

/// What somebody is to be told.
///
/// @param trip which it is about, if any
/// @param at when it happened, not when it was heard
record Untold(Cause cause, Recipient recipient, @Nullable TripId trip, Message message, Instant at) {}
