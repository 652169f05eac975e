package dev.hailstone.notifications.internal;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.hailstone.trips.TripId;

/// A message to one recipient.
///
/// @param position its place among the recipient's notifications: what is committed later has a higher one, and no position
///        is given twice, even when notifications have been erased
/// @param trip which the message is about, if any
/// @param at when it happened, not when it was written down
/// @param readAt when the recipient first confirmed to have read it; absent until then
record Notification(NotificationId id, Recipient recipient, long position, @Nullable TripId trip, Message message,
        Instant at, @Nullable Instant readAt) {}
