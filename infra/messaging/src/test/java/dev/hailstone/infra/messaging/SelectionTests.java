package dev.hailstone.infra.messaging;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SelectionTests {

    @Test
    void takesWhatFollowsTheCursor() {
        Selection selection = Selection.of(List.of(batch(0, 4, 5, 6)), List.of(cursor(0, 3)));

        assertThat(positions(selection)).containsExactly(4L, 5L, 6L);
        assertThat(selection.from()).containsExactly(cursor(0, 3));
        assertThat(selection.to()).extracting(Cursor::position).containsExactly(6L);
    }

    @Test
    void dropsDuplicates() {
        Selection selection = Selection.of(List.of(batch(0, 2, 3, 4)), List.of(cursor(0, 3)));

        assertThat(positions(selection)).containsExactly(4L);
        assertThat(selection.duplicates()).isEqualTo(2);
    }

    @Test
    void leavesTheCursorWhereEverythingIsADuplicate() {
        Selection selection = Selection.of(List.of(batch(0, 1, 2)), List.of(cursor(0, 3)));

        assertThat(selection.from()).isEmpty();
        assertThat(selection.delivery(0, 0).cursors()).containsExactly(cursor(0, 3));
    }

    @Test
    void stopsAtAGap() {
        Selection selection = Selection.of(List.of(batch(0, 4, 6, 7), batch(1, 9)),
                List.of(cursor(0, 3), cursor(1, 7)));

        assertThat(positions(selection)).containsExactly(4L);
        assertThat(selection.gaps()).containsExactly(0, 1);
    }

    @Test
    void leavesLanesAloneThatOthersAreAtWorkOn() {
        Selection selection = Selection.of(List.of(batch(0, 1), batch(1, 1)), List.of(cursor(1, 0)));

        assertThat(selection.events()).extracting(EventEnvelope::lane).containsExactly(1);
        assertThat(selection.delivery(1, 0).busy()).containsExactly(0);
        assertThat(selection.delivery(1, 0).complete()).isFalse();
    }

    private static List<Long> positions(Selection selection) {
        return selection.events().stream().map(EventEnvelope::position).toList();
    }

    private static Cursor cursor(int lane, long position) {
        return new Cursor(lane, position, null, 0);
    }

    private static LaneBatch batch(int lane, long... positions) {
        return new LaneBatch(lane,
                LongStream.of(positions)
                        .mapToObj(position -> new EventEnvelope(lane, position,
                                new UUID(lane, position), "key", "meter.reading-taken", 1, Instant.EPOCH, "{}", "{}"))
                        .toList());
    }
}
