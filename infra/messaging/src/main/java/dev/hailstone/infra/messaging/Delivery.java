package dev.hailstone.infra.messaging;

import java.util.ArrayList;
import java.util.List;

/// What became of events that were handed to the [Dispatcher].
///
/// @param cursors where the lanes are now that it has looked at
/// @param busy lanes that somebody else is at work on; they were not looked at
/// @param gaps lanes in which the events began beyond the next position; these events were dropped
/// @param applied events that a listener has heard, or that nobody here listens to
/// @param duplicates events that had been delivered before and were dropped
/// @param parked events that are parked, by a failure or behind one
record Delivery(List<Cursor> cursors, List<Integer> busy, List<Integer> gaps, int applied, int duplicates, int parked) {

    static final Delivery NOTHING = new Delivery(List.of(), List.of(), List.of(), 0, 0, 0);

    Delivery {
        cursors = List.copyOf(cursors);
        busy = List.copyOf(busy);
        gaps = List.copyOf(gaps);
    }

    /// This and a later one.
    Delivery and(Delivery later) {
        return new Delivery(joined(cursors, later.cursors), joined(busy, later.busy), joined(gaps, later.gaps),
                applied + later.applied, duplicates + later.duplicates, parked + later.parked);
    }

    /// Whether everything that was handed over is done with.
    boolean complete() {
        return busy.isEmpty() && gaps.isEmpty();
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> joined = new ArrayList<>(first);
        joined.addAll(second);
        return joined;
    }
}
