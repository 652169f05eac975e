package dev.hailstone.infra.messaging;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import org.springframework.jdbc.core.JdbcTemplate;

/// How far one module has heard the others. Every method works in the transaction that is running.
final class Cursors {

    private final String consumer;
    private final JdbcTemplate jdbc;
    private final String idleTimeout;
    private final String lock;
    private final String awaitLock;
    private final String all;
    private final String move;
    private final String count;

    Cursors(String consumer, JdbcTemplate jdbc, Duration idleTimeout) {
        this.consumer = consumer;
        this.jdbc = jdbc;
        this.idleTimeout = idleTimeout.toMillis() + "ms";
        this.lock = LOCK.replace("$module", consumer);
        this.awaitLock = AWAIT_LOCK.replace("$module", consumer);
        this.all = ALL.replace("$module", consumer);
        this.move = MOVE.replace("$module", consumer);
        this.count = COUNT.replace("$module", consumer);
    }

    /// Locks the cursors of these lanes, in their order, except those that somebody else has locked: they are at work on
    /// the lane, and nobody gains by waiting. From here on the transaction is ended by the server if its process freezes.
    ///
    /// Asks on the same round trip, but after it has the locks, which of these keys are parked.
    ///
    /// @throws SubscriptionStopped if a lane has no cursor
    Locked lock(String producer, List<Integer> lanes, Set<String> keys) {
        Locked locked = Objects.requireNonNull(jdbc.execute(lock, (PreparedStatement statement) -> {
            Connection connection = statement.getConnection();
            Array lane = connection.createArrayOf("int2", lanes.toArray());
            statement.setString(1, idleTimeout);
            statement.setString(2, producer);
            statement.setArray(3, lane);
            statement.setString(4, producer);
            statement.setArray(5, lane);
            statement.setArray(6, connection.createArrayOf("text", keys.toArray()));
            statement.execute();
            List<Cursor> cursors = new ArrayList<>();
            try (ResultSet row = statement.getResultSet()) {
                while (row.next()) {
                    cursors.add(cursor(row));
                }
            }
            statement.getMoreResults();
            Set<String> parked = new HashSet<>();
            try (ResultSet row = statement.getResultSet()) {
                while (row.next()) {
                    parked.add(row.getString("key"));
                }
            }
            return new Locked(cursors, parked);
        }));
        if (locked.cursors().size() < lanes.size()) {
            requireAll(producer, lanes);
        }
        return locked;
    }

    /// Locks the cursor of one lane, after whoever has it now: for those whose turn would never come otherwise.
    ///
    /// @throws SubscriptionStopped if the lane has no cursor
    /// @throws org.springframework.dao.PessimisticLockingFailureException if it is not free after ten seconds
    void awaitLock(String producer, int lane) {
        if (!awaitLockIfPresent(producer, lane)) {
            throw missing(producer);
        }
    }

    /// The same for those whom a missing cursor does not keep from going on: nobody is at work on such a lane.
    ///
    /// @return whether the lane has a cursor
    /// @throws org.springframework.dao.PessimisticLockingFailureException if it is not free after ten seconds
    boolean awaitLockIfPresent(String producer, int lane) {
        jdbc.execute("set local lock_timeout = '10s'");
        List<Cursor> locked = jdbc.query(awaitLock, (row, _) -> cursor(row), idleTimeout, producer, lane);
        jdbc.execute("set local lock_timeout = 0");
        return !locked.isEmpty();
    }

    /// All cursors of a producer, not locked.
    ///
    /// @throws SubscriptionStopped if a lane has no cursor
    List<Cursor> all(String producer) {
        List<Cursor> cursors = jdbc.query(all, (row, _) -> cursor(row), producer);
        if (cursors.size() < Lane.COUNT) {
            throw missing(producer);
        }
        return cursors;
    }

    private void requireAll(String producer, List<Integer> lanes) {
        List<Integer> present = jdbc.query(all, (row, _) -> cursor(row).lane(), producer);
        if (!present.containsAll(lanes)) {
            throw missing(producer);
        }
    }

    private SubscriptionStopped missing(String producer) {
        return new SubscriptionStopped("""
                Table %1$s.event_cursor has no row for some lanes of producer '%2$s', so nobody knows where to begin. \
                The migration of module %1$s has to say: insert into event_cursor (producer, lane, position) \
                select '%2$s', lane, 0 from generate_series(0, 7) lane; \
                if the rows were lost, restore them with the positions they had."""
                .formatted(consumer, producer));
    }

    /// Moves cursors, each only from the position it was locked at.
    ///
    /// @throws IllegalStateException if one is no longer there: somebody else has taken over, and this transaction is void
    void move(String producer, List<Cursor> from, List<Cursor> to) {
        int moved = jdbc.update(move, statement -> {
            var connection = statement.getConnection();
            statement.setArray(1, connection.createArrayOf("int2", to.stream().map(Cursor::lane).toArray()));
            statement.setArray(2, connection.createArrayOf("int8", from.stream().map(Cursor::position).toArray()));
            statement.setArray(3, connection.createArrayOf("int8", to.stream().map(Cursor::position).toArray()));
            statement.setArray(4, connection.createArrayOf("uuid", to.stream().map(Cursor::eventId).toArray()));
            statement.setString(5, producer);
        });
        if (moved != to.size()) {
            throw new IllegalStateException("a cursor of %s for %s was moved by somebody else while it was locked"
                    .formatted(consumer, producer));
        }
    }

    /// Lets the commit not wait for the disk, where nothing is lost if the cursor falls back: it has only skipped events.
    void commitAtLeisure() {
        jdbc.execute("set local synchronous_commit = off");
    }

    /// Counts one more attempt at the event after a cursor that this transaction has locked.
    void countAttempt(String producer, Cursor cursor) {
        jdbc.update(count, producer, cursor.lane(), cursor.position());
    }

    private static Cursor cursor(ResultSet row) throws SQLException {
        return new Cursor(row.getInt("lane"), row.getLong("position"), row.getObject("event_id", UUID.class),
                row.getInt("attempts"));
    }

    /// What a delivery may build on until its transaction ends.
    ///
    /// @param cursors those that nobody else had locked
    /// @param parkedKeys of the events in question; events of theirs have to wait
    record Locked(List<Cursor> cursors, Set<String> parkedKeys) {}

    /// Two statements: one alone would see the parked events as they were before the locks.
    private static final String LOCK = """
            select cursor.lane, cursor.position, cursor.event_id, cursor.attempts
            from (select set_config('idle_in_transaction_session_timeout', ?, true)) as timeout
            cross join $module.event_cursor as cursor
            where cursor.producer = ? and cursor.lane = any(?)
            order by cursor.lane
            for update of cursor skip locked;
            select distinct key from $module.event_parked where producer = ? and lane = any(?) and key = any(?)
            """;

    private static final String AWAIT_LOCK = """
            select cursor.lane, cursor.position, cursor.event_id, cursor.attempts
            from (select set_config('idle_in_transaction_session_timeout', ?, true)) as timeout
            cross join $module.event_cursor as cursor
            where cursor.producer = ? and cursor.lane = ?
            for update of cursor
            """;

    private static final String ALL = """
            select lane, position, event_id, attempts from $module.event_cursor where producer = ? order by lane
            """;

    private static final String MOVE = """
            update $module.event_cursor as cursor
            set position = moved.position, event_id = moved.event_id, attempts = 0
            from unnest(?::smallint[], ?::bigint[], ?::bigint[], ?::uuid[]) as moved (lane, expected, position, event_id)
            where cursor.producer = ? and cursor.lane = moved.lane and cursor.position = moved.expected
            """;

    private static final String COUNT = """
            update $module.event_cursor set attempts = attempts + 1 where producer = ? and lane = ? and position = ?
            """;
}
