package dev.hailstone.infra.messaging;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What one consumer is to be told again, lane by lane, and what it has just been told.
///
/// There is one replay a lane. Announcements that were sent before a consumer could see what has been replayed to it look as
/// if nothing had been: as long as it gets on within the replay, or has had no time to, they start no other one.
final class Replays {

    private final Duration patience;
    private final Map<Integer, Long> running = new HashMap<>();
    private final Map<Integer, Ended> ended = new HashMap<>();

    /// @param patience how long a consumer may take from the end of a replay, or between two announcements within one, until
    ///        it is thought to have lost it
    Replays(Duration patience) {
        this.patience = patience;
    }

    /// Starts a replay, unless there is one or there was one just now.
    ///
    /// @param place where the consumer is
    /// @return whether one has been started
    boolean request(Cursor place, Instant now) {
        int lane = place.lane();
        Long next = running.get(lane);
        if (next != null) {
            // Somebody else may have brought it further.
            running.put(lane, Math.max(next, place.position()));
            return false;
        }
        Ended last = ended.get(lane);
        if (last != null && place.position() < last.position) {
            if (place.position() > last.seen) {
                ended.put(lane, new Ended(last.position, place.position(), now.plus(patience)));
                return false;
            }
            if (now.isBefore(last.until)) {
                return false;
            }
        }
        ended.remove(lane);
        running.put(lane, place.position());
        return true;
    }

    boolean isEmpty() {
        return running.isEmpty();
    }

    /// Where each replay is.
    List<Cursor> places() {
        List<Cursor> places = new ArrayList<>();
        running.forEach((lane, position) -> places.add(new Cursor(lane, position, null, 0)));
        return places;
    }

    /// The replay of a lane has come so far.
    void advance(int lane, long position) {
        running.replace(lane, position);
    }

    /// The replay of a lane has reached what is published anyway.
    void end(int lane, long position, Instant now) {
        Long from = running.remove(lane);
        if (from != null) {
            ended.put(lane, new Ended(position, -1, now.plus(patience)));
        }
    }

    void clear() {
        running.clear();
        ended.clear();
    }

    /// @param position up to which was replayed
    /// @param seen the last place that the consumer has announced since
    /// @param until when it must have got on
    private record Ended(long position, long seen, Instant until) {}
}
