package dev.hailstone.infra.messaging;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which of the events that were handed over are to be applied, given the cursors that are locked.
///
/// @param events those that follow their lane's cursor without a gap
/// @param from the cursors that will move
/// @param to where they move, in the same order
/// @param settled the cursors that are locked but do not move
record Selection(List<EventEnvelope> events, List<Cursor> from, List<Cursor> to, List<Cursor> settled,
        List<Integer> busy, List<Integer> gaps, int duplicates) {

    static Selection of(List<LaneBatch> batches, List<Cursor> locked) {
        Map<Integer, Cursor> cursors = new HashMap<>();
        locked.forEach(cursor -> cursors.put(cursor.lane(), cursor));
        Selection selection = new Selection(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(),
                new ArrayList<>(), new ArrayList<>(), 0);
        int duplicates = 0;
        for (LaneBatch batch : batches) {
            Cursor cursor = cursors.get(batch.lane());
            if (cursor == null) {
                selection.busy.add(batch.lane());
            } else {
                duplicates += selection.take(batch, cursor);
            }
        }
        return new Selection(selection.events, selection.from, selection.to, selection.settled, selection.busy,
                selection.gaps, duplicates);
    }

    private int take(LaneBatch batch, Cursor cursor) {
        int duplicates = 0;
        Cursor reached = cursor;
        for (EventEnvelope event : batch.events()) {
            if (event.position() <= reached.position()) {
                duplicates++;
            } else if (event.position() == reached.position() + 1) {
                events.add(event);
                reached = Cursor.at(event);
            } else {
                gaps.add(batch.lane());
                break;
            }
        }
        if (reached.position() == cursor.position()) {
            settled.add(cursor);
        } else {
            from.add(cursor);
            to.add(reached);
        }
        return duplicates;
    }

    /// What is to be told once the transaction is committed.
    Delivery delivery(int applied, int parked) {
        List<Cursor> cursors = new ArrayList<>(to);
        cursors.addAll(settled);
        return new Delivery(cursors, busy, gaps, applied, duplicates, parked);
    }
}
