package dev.hailstone.notifications.internal;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.hailstone.trips.TripId;

/// A notification as its recipient reads it.
///
/// @param position its place among the recipient's notifications; later ones have higher positions
/// @param template in kebab case, and its parameters, for clients that word messages themselves
/// @param text in the language of the answer
record WordedNotification(NotificationId notificationId, Recipient recipient, long position, @Nullable TripId tripId,
        String template, Map<String, String> parameters, String text, Instant at, @Nullable Instant readAt) {

    static WordedNotification of(Notification notification, Wording wording, Language language) {
        Message message = notification.message();
        return new WordedNotification(notification.id(), notification.recipient(), notification.position(),
                notification.trip(), message.template().key(), message.parameters(), wording.of(message, language),
                notification.at(), notification.readAt());
    }
}
