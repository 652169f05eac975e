package dev.hailstone.infra.messaging;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;

/// The ordered, append-only record of what one module has told the others.
final class Journal {

    /// The first half of the advisory lock under which a module's outbox is sequenced; the second is the module.
    private static final int SEQUENCER_LOCK = (int) Lane.hash("hailstone.sequencer");

    /// An SQLSTATE of PostgreSQL.
    private static final String NOT_NULL_VIOLATION = "23502";

    private final String module;
    private final ModuleSessions sessions;
    private final String sequence;
    private final String read;
    private final String writeRelayed;

    Journal(String module, ModuleSessions sessions) {
        this.module = module;
        this.sessions = sessions;
        this.sequence = SEQUENCE.replace("$module", module);
        this.read = READ.replace("$module", module);
        this.writeRelayed = WRITE_RELAYED.replace("$module", module);
    }

    String module() {
        return module;
    }

    /// Gives up to so many events of the outbox their positions, oldest first.
    ///
    /// One statement does it. Its snapshot may be older than the lock, which is harmless: rows that another replica has
    /// moved in between are gone when they are to be deleted, and heads are read again when they are updated.
    ///
    /// @param floor an id that no event of the outbox has or will have, nor a lower one; 0 if none is known
    /// @throws SubscriptionStopped if a lane is missing, so that nothing can have a position
    Sequenced sequence(long floor, int limit) {
        try {
            return sessions.ask(module, sequence, statement -> {
                statement.setInt(1, SEQUENCER_LOCK);
                statement.setInt(2, (int) Lane.hash(module));
                statement.setLong(3, floor);
                statement.setInt(4, limit);
            }, Journal::sequenced);
        } catch (DataIntegrityViolationException refused) {
            if (!(refused.getMostSpecificCause() instanceof SQLException cause)
                    || !NOT_NULL_VIOLATION.equals(cause.getSQLState())) {
                throw refused;
            }
            throw new SubscriptionStopped("""
                    Table %1$s.event_lane lacks a lane that the outbox needs, so its events have no \
                    position. Restore the row with the head that the lane has in %1$s.event_journal."""
                    .formatted(module), refused);
        }
    }

    private static Sequenced sequenced(ResultSet rows) throws SQLException {
        rows.next();
        boolean won = rows.getBoolean("won");
        long lowest = rows.getLong("lowest");
        long highest = rows.getLong("highest");
        List<EventEnvelope> placed = new ArrayList<>();
        if (rows.getObject("event_id") != null) {
            do {
                placed.add(envelope(rows));
            } while (rows.next());
        }
        return new Sequenced(won, placed, lowest, highest);
    }

    /// Who is publishing just now, and how much of the server's log is on disk.
    Publishing publishing() {
        return sessions.ask(module, PUBLISHING,
                statement -> statement.setLong(1, Integer.toUnsignedLong(Outbox.lockClass(module))), row -> {
                    row.next();
                    return new Publishing(Set.of((String[]) row.getArray("transactions").getArray()),
                            row.getLong("written"), row.getLong("flushed"));
                });
    }

    /// What follows these cursors, their own positions included where there is an event at them.
    ///
    /// @param limit of events a lane after the cursor
    List<Tail> read(List<Cursor> cursors, int limit) {
        return sessions.ask(module, read, statement -> setReading(statement, cursors, limit), Journal::tails);
    }

    /// As [#read], but what it returns is on disk: no crash of the server can take it back, so it may be told to others. How far
    /// the relay is gets written down in the same transaction, as by [#relayed].
    ///
    /// @param relayed where the relay is, at the cursors or before them
    List<Tail> readForRelay(List<Cursor> cursors, List<Cursor> relayed, int limit) {
        return sessions.durably(module, connection -> {
            List<Tail> tails = read(connection, cursors, limit);
            for (Tail tail : tails) {
                if (tail.goesBeyond(cursors)) {
                    // The commit that this causes is the one that waits for the disk.
                    writeRelayed(connection, relayed);
                    break;
                }
            }
            return tails;
        });
    }

    private List<Tail> read(Connection connection, List<Cursor> cursors, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(read)) {
            setReading(statement, cursors, limit);
            try (ResultSet rows = statement.executeQuery()) {
                return tails(rows);
            }
        }
    }

    private static void setReading(PreparedStatement statement, List<Cursor> cursors, int limit) throws SQLException {
        setCursors(statement, cursors);
        statement.setInt(3, limit + 1);
    }

    /// How far the relay believes to be; lanes of which nothing is known are missing.
    Map<Integer, Long> relayed() {
        return positions("event_relay");
    }

    /// The position of each lane's last event.
    Map<Integer, Long> heads() {
        return positions("event_lane");
    }

    private Map<Integer, Long> positions(String table) {
        return sessions.ask(module, "select lane, position from %s.%s".formatted(module, table), _ -> {}, rows -> {
            Map<Integer, Long> positions = new HashMap<>();
            while (rows.next()) {
                positions.put(rows.getInt("lane"), rows.getLong("position"));
            }
            return positions;
        });
    }

    /// Writes down how far the relay is. It may be lost.
    void relayed(List<Cursor> cursors) {
        sessions.tell(module, writeRelayed, statement -> setCursors(statement, cursors));
    }

    private void writeRelayed(Connection connection, List<Cursor> cursors) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(writeRelayed)) {
            setCursors(statement, cursors);
            statement.executeUpdate();
        }
    }

    /// Forgets how far the relay is, since it is of no interest any more.
    void forgetRelayed() {
        sessions.tell(module, "delete from %s.event_relay".formatted(module), _ -> {});
    }

    /// What follows these cursors: how many events, and when the oldest of them was published.
    Backlog behind(List<Cursor> cursors) {
        return sessions.ask(module, BEHIND.replace("$module", module), statement -> setCursors(statement, cursors),
                Journal::backlog);
    }

    /// How much waits in the outbox, and since when.
    Backlog backlog() {
        return sessions.ask(module, WAITING.replace("$module", module), _ -> {}, Journal::backlog);
    }

    private static Backlog backlog(ResultSet row) throws SQLException {
        row.next();
        return new Backlog(row.getLong("depth"), row.getObject("oldest", OffsetDateTime.class), row.getLong("head"));
    }

    private static void setCursors(PreparedStatement statement, List<Cursor> cursors) throws SQLException {
        Connection connection = statement.getConnection();
        statement.setArray(1, connection.createArrayOf("int2", cursors.stream().map(Cursor::lane).toArray()));
        statement.setArray(2, connection.createArrayOf("int8", cursors.stream().map(Cursor::position).toArray()));
    }

    private static List<Tail> tails(ResultSet rows) throws SQLException {
        Map<Integer, Tail> tails = new LinkedHashMap<>();
        while (rows.next()) {
            Tail tail = tails.get(rows.getInt("lane"));
            if (tail == null) {
                tail = new Tail(rows.getInt("lane"), rows.getObject("head", Long.class), new ArrayList<>());
                tails.put(tail.lane(), tail);
            }
            if (rows.getObject("event_id") != null) {
                tail.events().add(envelope(rows));
            }
        }
        return List.copyOf(tails.values());
    }

    /// Reads the columns that the journal, the parking table and the discarded have in common.
    static EventEnvelope envelope(ResultSet row) throws SQLException {
        return new EventEnvelope(row.getInt("lane"), row.getLong("position"), row.getObject("event_id", UUID.class),
                row.getString("key"), row.getString("type"), row.getInt("version"),
                row.getObject("occurred_at", OffsetDateTime.class).toInstant(), row.getString("headers"),
                row.getString("payload"));
    }

    /// What one call of the sequencer did.
    ///
    /// @param won whether it was this process's turn; if not, another is at work and this one should ask again
    /// @param events that have got their positions, of each lane in their order
    /// @param lowest of the ids that they had in the outbox, 0 if there are none
    /// @param highest of these ids, 0 if there are none
    record Sequenced(boolean won, List<EventEnvelope> events, long lowest, long highest) {}

    /// @param transactions that may have ids of the outbox which nobody else sees yet, in the server's words
    /// @param written how far its log reaches
    /// @param flushed how far its log is on disk
    record Publishing(Set<String> transactions, long written, long flushed) {}

    /// The end of a lane from a cursor on.
    ///
    /// @param head the position of the lane's last event, or null if the lane is unknown
    record Tail(int lane, @Nullable Long head, List<EventEnvelope> events) {

        /// Whether there is an event after the one at the cursor of the lane.
        boolean goesBeyond(List<Cursor> cursors) {
            return !events.isEmpty() && cursors.stream()
                    .anyMatch(cursor -> cursor.lane() == lane && events.getLast().position() > cursor.position());
        }
    }

    /// What the producer still has before it.
    ///
    /// @param depth events in the outbox, counted up to 100,000
    /// @param head the sum of all lanes' heads: the number of events ever journaled
    record Backlog(long depth, @Nullable OffsetDateTime oldest, long head) {}

    /// In a lane that is missing, an event gets no position, which the journal refuses.
    private static final String SEQUENCE = """
            with turn as materialized (
                select pg_try_advisory_xact_lock(?, ?) as won
            ), moved as (
                delete from $module.event_outbox
                where (select won from turn)
                    and id = any(array(select id from $module.event_outbox where id > ? order by id limit ?))
                returning *
            ), counted as (
                select lane, count(*) as events from moved group by lane
            ), headed as (
                update $module.event_lane as head set position = head.position + counted.events
                from counted where head.lane = counted.lane
                returning head.lane, head.position - counted.events as base
            ), placed as (
                insert into $module.event_journal
                    (lane, position, event_id, key, type, version, occurred_at, headers, payload)
                select lane, base + row_number() over (partition by lane order by id),
                       event_id, key, type, version, occurred_at, headers, payload
                from moved left join headed using (lane)
                returning *
            )
            select turn.won, ids.*, placed.*
            from turn
            cross join (select coalesce(min(id), 0) as lowest, coalesce(max(id), 0) as highest from moved) ids
            left join placed on true
            order by placed.lane, placed.position
            """;

    /// Who has drawn an id holds the lock of a key, and has had it before.
    private static final String PUBLISHING = """
            select pg_current_wal_insert_lsn() - '0/0' as written, pg_current_wal_flush_lsn() - '0/0' as flushed,
                   array(
                       select distinct virtualtransaction from pg_locks
                       where locktype = 'advisory' and objsubid = 2 and granted and classid = ?::bigint::oid
                           and database = (select oid from pg_database where datname = current_database())
                   ) as transactions
            """;

    private static final String WRITE_RELAYED = """
            insert into $module.event_relay (lane, position) select * from unnest(?::smallint[], ?::bigint[])
            on conflict (lane) do update set position = excluded.position
            """;

    private static final String WAITING = """
            select (select count(*) from (select from $module.event_outbox limit 100000) rows) as depth,
                   (select occurred_at from $module.event_outbox order by id limit 1) as oldest,
                   (select sum(position) from $module.event_lane) as head
            """;

    private static final String BEHIND = """
            select coalesce(sum(greatest(head.position - cursor.position, 0)), 0) as depth,
                   min(event.occurred_at) as oldest, coalesce(sum(head.position), 0) as head
            from unnest(?::smallint[], ?::bigint[]) as cursor (lane, position)
            join $module.event_lane head on head.lane = cursor.lane
            left join $module.event_journal event on event.lane = cursor.lane and event.position = cursor.position + 1
            """;

    private static final String READ = """
            select cursor.lane, head.position as head, event.position, event.event_id, event.key, event.type,
                   event.version, event.occurred_at, event.headers, event.payload
            from unnest(?::smallint[], ?::bigint[]) as cursor (lane, position)
            left join $module.event_lane head on head.lane = cursor.lane
            left join lateral (
                select * from $module.event_journal journal
                where journal.lane = cursor.lane and journal.position >= cursor.position
                order by journal.position limit ?
            ) event on true
            order by cursor.lane, event.position
            """;
}
