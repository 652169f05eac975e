package dev.hailstone.infra.messaging;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

/// The events that one module could not apply. Every method works in the transaction that is running.
///
/// The first parked event of a key is its *head*; only a head is ever tried again. Whoever adds or removes one holds the
/// lock of its lane's cursor, so a key does not change between parked and free while events of it are delivered.
final class ParkedEvents {

    private final JdbcTemplate jdbc;
    private final String table;
    private final String discarded;
    private final String cursors;

    ParkedEvents(String consumer, JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.table = consumer + ".event_parked";
        this.discarded = consumer + ".event_discarded";
        this.cursors = consumer + ".event_cursor";
    }

    /// Where a cursor has been set back over a parked event, what is heard at its position now takes its place.
    void add(List<ParkedEvent> parked) {
        if (parked.isEmpty()) {
            return;
        }
        String sql = """
                insert into %s (producer, lane, position, event_id, key, type, version, occurred_at, headers, payload,
                    failure, attempts, next_attempt_at, parked_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?::json, ?::json, ?, ?, ?, ?)
                on conflict (producer, lane, position) do update
                   set event_id = excluded.event_id, key = excluded.key, type = excluded.type,
                       version = excluded.version, occurred_at = excluded.occurred_at, headers = excluded.headers,
                       payload = excluded.payload, failure = excluded.failure, attempts = excluded.attempts,
                       next_attempt_at = excluded.next_attempt_at, parked_at = excluded.parked_at
                """.formatted(table);
        jdbc.batchUpdate(sql, parked, parked.size(), (statement, each) -> {
            EventEnvelope event = each.event();
            statement.setString(1, each.producer());
            statement.setInt(2, event.lane());
            statement.setLong(3, event.position());
            statement.setObject(4, event.eventId());
            statement.setString(5, event.key());
            statement.setString(6, event.type());
            statement.setInt(7, event.version());
            statement.setObject(8, at(event.occurredAt()));
            statement.setString(9, event.headers());
            statement.setString(10, event.payload());
            statement.setString(11, each.failure());
            statement.setInt(12, each.attempts());
            statement.setObject(13, at(each.nextAttemptAt()), Types.TIMESTAMP_WITH_TIMEZONE);
            statement.setObject(14, at(each.parkedAt()));
        });
    }

    /// The heads whose time has come, those that wait longest first. In a lane that has no cursor nothing can be tried.
    ///
    /// @param farthest that a time may be away: if it is further, the clock has been set back, and it has come
    List<ParkedEvent> due(Instant now, Duration farthest, int limit) {
        return jdbc.query("""
                select * from (%s) head where failure is null or next_attempt_at <= ? or next_attempt_at > ?
                order by next_attempt_at nulls first limit ?
                """.formatted(heads()), (row, _) -> parked(row), at(now), at(now.plus(farthest)), limit);
    }

    /// When the next head is due, if any is ever without an operator.
    Optional<Instant> nextDue() {
        String sql = "select min(coalesce(next_attempt_at, parked_at)) from (%s) head where failure is null or next_attempt_at is not null"
                .formatted(heads());
        return Optional.ofNullable(jdbc.queryForObject(sql, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    /// Counts an attempt before it is made and sets the time of the next.
    ///
    /// @return whether the event is still parked and nobody else has counted one in the meantime
    boolean countAttempt(ParkedEvent parked, @Nullable Instant next) {
        String sql = """
                update %s set attempts = attempts + 1, next_attempt_at = ?, failure = coalesce(failure, ?)
                where producer = ? and lane = ? and position = ? and attempts = ?
                """.formatted(table);
        return jdbc.update(sql, at(next), ParkedEvent.NOT_OUTLIVED, parked.producer(), parked.event().lane(),
                parked.event().position(), parked.attempts()) == 1;
    }

    /// @param next when it is tried again, unless that is settled
    void failed(ParkedEvent parked, String failure, @Nullable Instant next) {
        String sql = """
                update %s set failure = ?, next_attempt_at = coalesce(next_attempt_at, ?)
                where producer = ? and lane = ? and position = ?
                """.formatted(table);
        jdbc.update(sql, failure, at(next), parked.producer(), parked.event().lane(), parked.event().position());
    }

    Optional<ParkedEvent> find(String producer, int lane, long position) {
        return jdbc
                .query("select * from %s where producer = ? and lane = ? and position = ?".formatted(table),
                        (row, _) -> parked(row), producer, lane, position)
                .stream()
                .findFirst();
    }

    boolean isHead(ParkedEvent parked) {
        String sql = "select not exists (select from %s where producer = ? and lane = ? and key = ? and position < ?)"
                .formatted(table);
        return Boolean.TRUE.equals(jdbc.queryForObject(sql, Boolean.class, parked.producer(), parked.event().lane(),
                parked.event().key(), parked.event().position()));
    }

    void remove(ParkedEvent parked) {
        jdbc.update("delete from %s where producer = ? and lane = ? and position = ?".formatted(table),
                parked.producer(),
                parked.event().lane(), parked.event().position());
    }

    /// Lets a head be tried at once.
    void hasten(ParkedEvent parked, Instant now) {
        jdbc.update("update %s set next_attempt_at = ? where producer = ? and lane = ? and position = ?"
                .formatted(table), at(now), parked.producer(), parked.event().lane(), parked.event().position());
    }

    /// Keeps what is given up, with the reason, and forgets it here. Of an event that was heard anew and is given up again,
    /// the last time is kept.
    void discard(ParkedEvent parked, String reason, String by, Instant now) {
        jdbc.update("""
                insert into %s (producer, lane, position, event_id, key, type, version, occurred_at, headers, payload,
                    failure, attempts, parked_at, discarded_at, discarded_by, reason)
                select producer, lane, position, event_id, key, type, version, occurred_at, headers, payload,
                    failure, attempts, parked_at, ?, ?, ?
                from %s where producer = ? and lane = ? and position = ?
                on conflict (producer, lane, position) do update
                   set event_id = excluded.event_id, key = excluded.key, type = excluded.type,
                       version = excluded.version, occurred_at = excluded.occurred_at, headers = excluded.headers,
                       payload = excluded.payload, failure = excluded.failure, attempts = excluded.attempts,
                       parked_at = excluded.parked_at, discarded_at = excluded.discarded_at,
                       discarded_by = excluded.discarded_by, reason = excluded.reason
                """.formatted(discarded, table), at(now), by, reason, parked.producer(), parked.event().lane(),
                parked.event().position());
        remove(parked);
    }

    /// In the order of their positions.
    List<ParkedEvent> list(int limit) {
        return jdbc.query("select * from %s order by producer, lane, position limit ?".formatted(table),
                (row, _) -> parked(row), limit);
    }

    /// How many events of each producer there are.
    Map<String, Long> counts() {
        Map<String, Long> counts = new HashMap<>();
        jdbc.query("select producer, count(*) from %s group by producer".formatted(table),
                (RowCallbackHandler) row -> counts.put(row.getString(1), row.getLong(2)));
        return counts;
    }

    private String heads() {
        return """
                select distinct on (producer, lane, key) * from %s
                where (producer, lane) in (select producer, lane from %s) order by producer, lane, key, position"""
                .formatted(table, cursors);
    }

    private static ParkedEvent parked(ResultSet row) throws SQLException {
        OffsetDateTime next = row.getObject("next_attempt_at", OffsetDateTime.class);
        return new ParkedEvent(row.getString("producer"), Journal.envelope(row), row.getString("failure"),
                row.getInt("attempts"), next == null ? null : next.toInstant(),
                row.getObject("parked_at", OffsetDateTime.class).toInstant());
    }

    private static @Nullable OffsetDateTime at(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
