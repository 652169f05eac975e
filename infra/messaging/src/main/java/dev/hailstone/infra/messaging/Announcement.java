package dev.hailstone.infra.messaging;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/// What a consumer tells a producer's relay: where it is.
///
/// @param reason why it tells that now
/// @param lanes of all lanes, or of those that the reason is about
record Announcement(String consumer, Reason reason, List<Place> lanes) {

    Announcement {
        if (!consumer.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException("'%s' cannot be the name of a module".formatted(consumer));
        }
        lanes = List.copyOf(lanes);
    }

    static Announcement of(Subscription subscription, Reason reason, List<Cursor> cursors) {
        return new Announcement(subscription.consumer(), reason, cursors.stream()
                .map(cursor -> new Place(cursor.lane(), cursor.position(), cursor.eventId()))
                .toList());
    }

    enum Reason {

        /// It has begun to listen.
        START,
        /// It was delivered something beyond its next position.
        GAP,
        /// Some time has passed. It has done with all that it was delivered, or says nothing of where it is.
        PULSE,
        /// It listens no more: something else carries its events.
        LEAVE
    }

    /// Where it is in one lane.
    ///
    /// @param eventId of the event at the position, if it is known
    record Place(int lane, long position, @Nullable UUID eventId) {

        Place {
            if (lane < 0 || lane >= Lane.COUNT || position < 0) {
                throw new IllegalArgumentException("there is no position %d of lane %d".formatted(position, lane));
            }
        }

        Cursor cursor() {
            return new Cursor(lane, position, eventId, 0);
        }
    }
}
