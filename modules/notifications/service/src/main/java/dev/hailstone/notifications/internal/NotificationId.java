package dev.hailstone.notifications.internal;

import java.util.UUID;

import dev.hailstone.infra.persistence.TimeOrderedIds;
import dev.hailstone.kernel.Identifier;
import dev.hailstone.kernel.InvalidValueException;

/// A notification. A UUID of version 7.
record NotificationId(UUID value) implements Identifier {

    static NotificationId next() {
        return new NotificationId(TimeOrderedIds.next());
    }

    /// @throws InvalidValueException if the text is not a UUID
    public static NotificationId of(String value) {
        try {
            return new NotificationId(UUID.fromString(value));
        } catch (IllegalArgumentException _) {
            throw new InvalidValueException("notificationId",
                    "must be a UUID, was " + InvalidValueException.quote(value));
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
