package dev.hailstone.infra.messaging;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/// What a consumer makes of messages from its queue: T11 over RabbitMQ.
class ContinuityTests {

    private static final Subscription BILLING = new Subscription("billing", "meter");
    private static final String OLD = "old";
    private static final String NEW = "new";

    @Test
    void takesWhatFollowsTheCursorInOrderAndOnce() {
        List<RelayedEvent> arrived = new ArrayList<>(history(OLD, 12, 14));
        arrived.addAll(history(OLD, 9, 13));

        assertThat(following(at(10), arrived)).containsExactly(11L, 12L, 13L, 14L);
    }

    @Test
    void keepsWhatLiesBeyondAGapForTheDispatcherToSee() {
        assertThat(following(at(10), history(OLD, 13, 14))).containsExactly(13L, 14L);
    }

    @Test
    void believesTheFirstEventAfterACursorThatWasSetByHand() {
        assertThat(following(new Cursor(0, 10, null, 0), history(NEW, 10, 12))).containsExactly(11L, 12L);
    }

    @Test
    void stopsWhereTheCursorWasCountedInAnotherHistory() {
        assertStopped(history(NEW, 11, 12), "billing.event_cursor says position 10", "restored alone");
        assertStopped(history(NEW, 10, 10), "billing.event_cursor says position 10", "restored alone");
    }

    /// The consumer was away, its producer was restored to where the consumer is, and the queue has outlived both.
    @Test
    void stopsWhereOneHistoryContinuesAnother() {
        List<RelayedEvent> arrived = new ArrayList<>(history(OLD, 11, 13));
        arrived.add(new RelayedEvent(event(NEW, 14), id(NEW, 13)));

        assertStopped(arrived, "two histories of meter", "position 13", id(OLD, 13).toString(), id(NEW, 13).toString());
    }

    @Test
    void stopsWhereAPositionHasTwoEvents() {
        List<RelayedEvent> arrived = new ArrayList<>(history(OLD, 11, 13));
        arrived.add(new RelayedEvent(event(NEW, 11), id(OLD, 10)));

        assertStopped(arrived, "two histories of meter", "position 11", "Delete the queue");
    }

    private static void assertStopped(List<RelayedEvent> arrived, String... reasons) {
        assertThatExceptionOfType(SubscriptionStopped.class).isThrownBy(() -> following(at(10), arrived))
                .satisfies(stopped -> assertThat(stopped.reason()).contains(reasons));
    }

    private static List<Long> following(Cursor cursor, List<RelayedEvent> arrived) {
        return Continuity.following(BILLING, cursor, arrived).stream().map(EventEnvelope::position).toList();
    }

    /// Where a consumer is that has heard the old history.
    private static Cursor at(long position) {
        return new Cursor(0, position, id(OLD, position), 0);
    }

    private static List<RelayedEvent> history(String name, long from, long to) {
        List<RelayedEvent> events = new ArrayList<>();
        for (long position = from; position <= to; position++) {
            events.add(new RelayedEvent(event(name, position), position == 1 ? null : id(name, position - 1)));
        }
        return events;
    }

    private static EventEnvelope event(String history, long position) {
        return new EventEnvelope(0, position, id(history, position), "key", "meter.reading-taken", 1, Instant.EPOCH,
                "{}", "{}");
    }

    private static UUID id(String history, long position) {
        return new UUID(history.hashCode(), position);
    }
}
