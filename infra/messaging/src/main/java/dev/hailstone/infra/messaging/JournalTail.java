package dev.hailstone.infra.messaging;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.hailstone.infra.messaging.Journal.Tail;

/// The last events that this process has added to a producer's journal, so that its feeders need not read them there.
///
/// What it knows is in the journal. What it does not know may be there as well: another replica adds to it too.
final class JournalTail {

    /// In characters of payload, all lanes together.
    private static final int LIMIT = 1_000_000;

    private final Map<Integer, ArrayDeque<EventEnvelope>> lanes = new HashMap<>();
    private final Deque<EventEnvelope> all = new ArrayDeque<>();
    private int size;

    /// Notes events that have just been committed to the journal, of each lane in their order.
    synchronized void add(List<EventEnvelope> events) {
        for (EventEnvelope event : events) {
            ArrayDeque<EventEnvelope> lane = lanes.computeIfAbsent(event.lane(), _ -> new ArrayDeque<>());
            if (!lane.isEmpty() && lane.getLast().position() + 1 != event.position()) {
                // Those in between have been added by somebody else.
                lane.clear();
            }
            lane.addLast(event);
            all.addLast(event);
            size += event.payload().length();
        }
        while (size > LIMIT) {
            EventEnvelope oldest = all.removeFirst();
            size -= oldest.payload().length();
            ArrayDeque<EventEnvelope> lane = lanes.getOrDefault(oldest.lane(), new ArrayDeque<>());
            if (oldest.equals(lane.peekFirst())) {
                lane.removeFirst();
            }
        }
    }

    /// Forgets everything: the journal may be another one, or have lost what it had not yet on disk.
    synchronized void clear() {
        lanes.clear();
        all.clear();
        size = 0;
    }

    /// What follows these cursors, their own positions included, for the lanes of which both are known here.
    ///
    /// @param limit of events a lane after the cursor
    synchronized List<Tail> after(Iterable<Cursor> cursors, int limit) {
        List<Tail> tails = new ArrayList<>();
        for (Cursor cursor : cursors) {
            ArrayDeque<EventEnvelope> lane = lanes.get(cursor.lane());
            // Without the event at the cursor nobody could tell whether the cursor was counted in this history.
            if (lane != null && !lane.isEmpty() && lane.getFirst().position() <= Math.max(1, cursor.position())
                    && lane.getLast().position() > cursor.position()) {
                tails.add(new Tail(cursor.lane(), lane.getLast().position(),
                        lane.stream()
                                .dropWhile(event -> event.position() < cursor.position())
                                .limit(limit + 1L)
                                .toList()));
            }
        }
        return tails;
    }
}
