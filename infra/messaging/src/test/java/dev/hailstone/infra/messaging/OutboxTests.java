package dev.hailstone.infra.messaging;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

import static org.assertj.core.api.Assertions.assertThat;

/// The order of ids within a key is that of the commits, also where transactions lock nothing themselves.
class OutboxTests {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final JdbcTemplate sql = DATABASE.asOwner();

    @BeforeAll
    static void makeTheTables() throws SQLException {
        DATABASE.asOwner().execute("create schema counter");
        try (Connection connection = connect()) {
            connection.createStatement().execute("set search_path = counter");
            ScriptUtils.executeSqlScript(connection,
                    new ClassPathResource("db/infrastructure/V0_2__event_transport.sql"));
        }
    }

    /// The first transaction has its key's lock already and draws its id later: whoever drew an id before the lock would
    /// come first, and be committed last.
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void drawsNoIdBeforeItHasTheLockOfTheKey(int events) throws Exception {
        sql.execute("truncate counter.event_outbox");
        try (Connection first = connect(); Connection second = connect()) {
            first.setAutoCommit(false);
            second.setAutoCommit(false);
            outbox(first).add("counter", events("shared", "first", 1));
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> {
                outbox(second).add("counter", events("shared", "second", events));
                commit(second);
            });
            awaitSomebodyWaitingForALock();
            outbox(first).add("counter", events("shared", "third", events));
            first.commit();
            waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        assertThat(sql.queryForList("select type from counter.event_outbox order by id", String.class))
                .containsExactlyElementsOf(IntStream.range(0, 1 + 2 * events)
                        .mapToObj(
                                number -> "counter." + (number == 0 ? "first" : number <= events ? "third" : "second"))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void keepsWhatWasPublished(int events) throws SQLException {
        sql.execute("truncate counter.event_outbox");
        List<PublishedEvent> published = events("kept", "told", events);
        try (Connection connection = connect()) {
            outbox(connection).add("counter", published);
        }

        assertThat(sql.query("""
                select event_id, lane, key, type, version, occurred_at, headers, payload from counter.event_outbox
                order by id
                """, (row, _) -> {
            assertThat(row.getInt("lane")).isEqualTo(Lane.of("kept"));
            return new PublishedEvent(row.getObject("event_id", UUID.class), row.getString("key"),
                    new WireType(row.getString("type"), row.getInt("version")),
                    row.getTimestamp("occurred_at").toInstant(), row.getString("headers"), row.getString("payload"));
        })).isEqualTo(published);
    }

    private void awaitSomebodyWaitingForALock() {
        Awaitility.await("the second transaction waits for the first")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> sql.queryForObject(
                        "select exists (select from pg_locks where locktype = 'advisory' and not granted)",
                        Boolean.class));
    }

    private static List<PublishedEvent> events(String key, String type, int number) {
        return IntStream.range(0, number)
                .mapToObj(count -> new PublishedEvent(UUID.randomUUID(), key, new WireType("counter." + type, 2),
                        Instant.parse("2026-01-02T03:04:05.678901Z"), "{\"traceparent\":\"of %d\"}".formatted(count),
                        "{\"count\":%d}".formatted(count)))
                .toList();
    }

    private static Outbox outbox(Connection connection) {
        return new Outbox(new JdbcTemplate(new SingleConnectionDataSource(connection, true)));
    }

    private static void commit(Connection connection) {
        try {
            connection.commit();
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(DATABASE.url(), "postgres", "");
    }
}
