package dev.hailstone.infra.messaging;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import dev.hailstone.infra.messaging.Journal.Tail;

import static org.assertj.core.api.Assertions.assertThat;

class JournalTailTests {

    private final JournalTail tail = new JournalTail();

    @Test
    void knowsWhatFollowsACursorItHasSeen() {
        add(1, 2, 3);
        assertThat(positionsAfter(0)).containsExactly(1L, 2L, 3L);
        assertThat(positionsAfter(2)).containsExactly(2L, 3L);
        assertThat(tail.after(List.of(cursor(1)), 1)).extracting(Tail::head).containsExactly(3L);
        assertThat(tail.after(List.of(cursor(1)), 1).getFirst().events()).hasSize(2);
    }

    @Test
    void saysNothingWhereNothingFollows() {
        add(1, 2);
        assertThat(positionsAfter(2)).isEmpty();
        assertThat(positionsAfter(9)).isEmpty();
        assertThat(tail.after(List.of(new Cursor(5, 0, null, 0)), 10)).isEmpty();
    }

    /// The journal itself has to be asked whether its history is the cursor's.
    @Test
    void saysNothingOfACursorBeforeWhatItKnows() {
        add(4, 5);
        assertThat(positionsAfter(2)).isEmpty();
        assertThat(positionsAfter(3)).isEmpty();
        assertThat(positionsAfter(4)).containsExactly(4L, 5L);
    }

    @Test
    void forgetsWhatLiesBeforeEventsThatAnotherReplicaHasAdded() {
        add(1, 2);
        add(5, 6);
        assertThat(positionsAfter(1)).isEmpty();
        assertThat(positionsAfter(5)).containsExactly(5L, 6L);
    }

    @Test
    void forgetsEverythingWhereTheJournalMayBeAnother() {
        add(1, 2, 3);
        tail.clear();
        assertThat(positionsAfter(1)).isEmpty();
        add(2, 3);
        assertThat(positionsAfter(2)).containsExactly(2L, 3L);
    }

    @Test
    void keepsNoMoreThanAMillionCharacters() {
        String payload = "x".repeat(10_000);
        LongStream.rangeClosed(1, 250).forEach(position -> tail.add(List.of(event(position, payload))));
        assertThat(positionsAfter(150)).isEmpty();
        assertThat(positionsAfter(151)).hasSize(100).startsWith(151L).endsWith(250L);
    }

    private void add(long... positions) {
        tail.add(LongStream.of(positions).mapToObj(position -> event(position, "{}")).toList());
    }

    private List<Long> positionsAfter(long position) {
        return tail.after(List.of(cursor(position)), 1_000)
                .stream()
                .flatMap(known -> known.events().stream())
                .map(EventEnvelope::position)
                .toList();
    }

    private static Cursor cursor(long position) {
        return new Cursor(0, position, null, 0);
    }

    private static EventEnvelope event(long position, String payload) {
        return new EventEnvelope(0, position, UUID.randomUUID(), "key", "meter.reading-taken", 1, Instant.EPOCH, "{}",
                payload);
    }
}
