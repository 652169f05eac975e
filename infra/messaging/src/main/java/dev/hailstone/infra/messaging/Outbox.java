package dev.hailstone.infra.messaging;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.springframework.jdbc.core.JdbcTemplate;

/// Where a transaction leaves the events it has published, until the sequencer gives them their positions.
final class Outbox {

    /// So many keys are told apart by the lock below. More would cost PostgreSQL's lock table more for a transaction that
    /// publishes for many aggregates; fewer would let more transactions wait for another's commit in vain.
    private static final int KEY_BUCKETS = 1024;

    /// The locks, held until commit, make the order of the ids within a key the order of the commits, also where
    /// transactions lock no aggregate. They are taken in ascending order, and before the first id is drawn.
    private static final String INSERT = """
            with locked as materialized (
                select pg_advisory_xact_lock(?, bucket) from unnest(?::int[]) bucket
            )
            insert into $module.event_outbox (event_id, lane, key, type, version, occurred_at, headers, payload)
            select event_id, lane, key, type, version, occurred_at, headers::json, payload::json
            from unnest(?::uuid[], ?::smallint[], ?::text[], ?::text[], ?::int[], ?::timestamptz[], ?::text[], ?::text[])
                with ordinality as event (event_id, lane, key, type, version, occurred_at, headers, payload, number)
            where (select count(*) from locked) > 0
            order by number
            """;

    /// The same for a single event, which is what most transactions publish. The subquery stays one because of its
    /// `offset`, so the lock is there before the row, and with it the id.
    private static final String INSERT_ONE = """
            insert into $module.event_outbox (event_id, lane, key, type, version, occurred_at, headers, payload)
            select ?, ?, ?, ?, ?, ?::timestamptz, ?::json, ?::json
            from (select pg_advisory_xact_lock(?, ?) offset 0) locked
            """;

    private final JdbcTemplate jdbc;
    private final Map<String, Statements> statements = new ConcurrentHashMap<>();

    Outbox(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /// Writes events of one module, in the transaction that is running, in their order.
    void add(String module, List<PublishedEvent> events) {
        Statements own = statements.computeIfAbsent(module, Statements::of);
        if (events.size() == 1) {
            addOne(own, events.getFirst());
            return;
        }
        jdbc.update(own.insert, statement -> {
            statement.setInt(1, own.lockClass);
            statement.setArray(2, buckets(statement.getConnection(), events));
            set(statement, 3, "uuid", events, PublishedEvent::eventId);
            set(statement, 4, "int2", events, event -> (short) Lane.of(event.key()));
            set(statement, 5, "text", events, PublishedEvent::key);
            set(statement, 6, "text", events, event -> event.type().name());
            set(statement, 7, "int4", events, event -> event.type().version());
            set(statement, 8, "timestamptz", events, event -> event.occurredAt().toString());
            set(statement, 9, "text", events, PublishedEvent::headers);
            set(statement, 10, "text", events, PublishedEvent::payload);
        });
    }

    /// The first half of the advisory locks that a transaction holds from before its events have ids until it has ended.
    static int lockClass(String module) {
        return (int) Lane.hash("hailstone.outbox." + module);
    }

    private void addOne(Statements own, PublishedEvent event) {
        jdbc.update(own.insertOne, statement -> {
            statement.setObject(1, event.eventId());
            statement.setShort(2, (short) Lane.of(event.key()));
            statement.setString(3, event.key());
            statement.setString(4, event.type().name());
            statement.setInt(5, event.type().version());
            statement.setString(6, event.occurredAt().toString());
            statement.setString(7, event.headers());
            statement.setString(8, event.payload());
            statement.setInt(9, own.lockClass);
            statement.setInt(10, bucket(event));
        });
    }

    private static void set(PreparedStatement statement, int index, String type, List<PublishedEvent> events,
            Function<PublishedEvent, Object> column) throws SQLException {
        statement.setArray(index,
                statement.getConnection().createArrayOf(type, events.stream().map(column).toArray()));
    }

    private static Array buckets(Connection connection, List<PublishedEvent> events) throws SQLException {
        IntStream buckets = events.stream().mapToInt(Outbox::bucket);
        return connection.createArrayOf("int4", buckets.distinct().sorted().boxed().toArray());
    }

    private static int bucket(PublishedEvent event) {
        return (int) (Lane.hash(event.key()) % KEY_BUCKETS);
    }

    /// What is to be said in one module's name, put together once.
    private record Statements(int lockClass, String insert, String insertOne) {

        static Statements of(String module) {
            return new Statements(Outbox.lockClass(module), INSERT.replace("$module", module),
                    INSERT_ONE.replace("$module", module));
        }
    }
}
