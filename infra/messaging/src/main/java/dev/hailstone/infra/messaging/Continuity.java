package dev.hailstone.infra.messaging;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

import dev.hailstone.infra.messaging.Journal.Tail;

/// Whether a journal, or what came of it by a queue, goes on where a consumer has stopped, in the words that an operator reads.
final class Continuity {

    private Continuity() {}

    /// What follows the cursor in its lane.
    ///
    /// @param tail read from the cursor's position on, that one included
    /// @throws SubscriptionStopped if the cursor has been counted in another history, or if what follows is no longer there
    static List<EventEnvelope> following(Subscription subscription, Cursor cursor, Tail tail) {
        Long head = tail.head();
        if (head == null) {
            throw new SubscriptionStopped("""
                    Table %1$s.event_lane has no row for lane %2$d. Restore it with the head that the lane has in \
                    %1$s.event_journal.""".formatted(subscription.producer(), tail.lane()));
        }
        if (cursor.position() > head) {
            throw forked(subscription, cursor, "the lane ends at position %d".formatted(head));
        }
        List<EventEnvelope> events = tail.events();
        if (!events.isEmpty() && events.getFirst().position() == cursor.position()) {
            UUID found = events.getFirst().eventId();
            if (cursor.eventId() != null && !cursor.eventId().equals(found)) {
                throw forked(subscription, cursor, found);
            }
            events = events.subList(1, events.size());
        }
        if (cursor.position() < head && (events.isEmpty() || events.getFirst().position() != cursor.position() + 1)) {
            throw new SubscriptionStopped("""
                    %1$s needs position %4$d of lane %3$d, which has been removed from %2$s.event_journal. Restore the \
                    rows, or bring module %1$s to a later state and set its position in %1$s.event_cursor."""
                    .formatted(subscription.consumer(), subscription.producer(), tail.lane(), cursor.position() + 1));
        }
        return events;
    }

    /// What is beyond the cursor as far as it is known here, in order and each once. There may be gaps.
    ///
    /// Each event is held against the one before it, since a queue that is older than a restored producer holds both histories.
    ///
    /// @throws SubscriptionStopped if an event does not continue what the cursor was counted in, or what arrived before it
    static List<EventEnvelope> following(Subscription subscription, Cursor cursor, List<RelayedEvent> arrived) {
        List<RelayedEvent> ordered = arrived.stream()
                .sorted(Comparator.comparingLong(relayed -> relayed.event().position()))
                .toList();
        List<EventEnvelope> following = new ArrayList<>();
        Cursor reached = cursor;
        for (RelayedEvent relayed : ordered) {
            EventEnvelope event = relayed.event();
            UUID atReached = event.position() == reached.position()
                    ? event.eventId()
                    : event.position() == reached.position() + 1 ? relayed.previous() : null;
            if (atReached != null && reached.eventId() != null && !reached.eventId().equals(atReached)) {
                throw following.isEmpty()
                        ? forked(subscription, cursor, atReached)
                        : mixed(subscription, reached, atReached);
            }
            if (event.position() > reached.position()) {
                following.add(event);
                reached = Cursor.at(event);
            }
        }
        return following;
    }

    private static SubscriptionStopped mixed(Subscription subscription, Cursor reached, UUID found) {
        return new SubscriptionStopped(
                """
                        The queue of %1$s holds two histories of %2$s: the event at position %4$d of lane %3$d is %5$s in one and %6$s \
                        in the other. %2$s was restored alone while events waited there. Delete the queue; what %1$s has missed of the \
                        history that goes on is replayed."""
                        .formatted(subscription.consumer(), subscription.producer(),
                                reached.lane(), reached.position(), reached.eventId(), found));
    }

    private static SubscriptionStopped forked(Subscription subscription, Cursor cursor, UUID found) {
        return forked(subscription, cursor, "the event there is %s".formatted(found));
    }

    private static SubscriptionStopped forked(Subscription subscription, Cursor cursor, String found) {
        return new SubscriptionStopped(
                """
                        The history of %2$s is not the one that %1$s has heard: %1$s.event_cursor says position %4$d (event \
                        %5$s) in lane %3$d, but in %2$s.event_journal %6$s. One of them was restored alone. Restore both to the \
                        same moment, or correct module %1$s, set its position in %1$s.event_cursor and delete what lies \
                        beyond it in %1$s.event_parked."""
                        .formatted(
                                subscription.consumer(), subscription.producer(), cursor.lane(), cursor.position(),
                                cursor.eventId(),
                                found));
    }
}
