package dev.hailstone.notifications.internal;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.hailstone.trips.TripId;

/// A message to one recipient.
///
/// @param trip which the message is about, if any
/// @param at when it happened, not when it was written down
/// @param readAt when the recipient first confirmed to have read it; absent until then
record Notification(NotificationId id, Recipient recipient, @Nullable TripId trip, Message message, Instant at,
        @Nullable Instant readAt) {

    /// A message that is to be told.
    static Notification unread(Recipient recipient, @Nullable TripId trip, Message message, Instant at) {
        return new Notification(NotificationId.next(), recipient, trip, message, at, null);
    }
}
