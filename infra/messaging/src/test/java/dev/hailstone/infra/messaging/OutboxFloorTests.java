package dev.hailstone.infra.messaging;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import dev.hailstone.infra.messaging.Journal.Publishing;
import dev.hailstone.infra.messaging.Journal.Sequenced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// How the sequencer spares itself what lies behind it, and misses nothing that comes late.
class OutboxFloorTests {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final WireType TYPE = new WireType("warden.round-made", 1);
    private static final int LIMIT = 100;

    private final JdbcTemplate sql = DATABASE.asOwner();
    private final Journal journal = new Journal("warden", new ModuleSessions(
            new DriverManagerDataSource(DATABASE.url(), "postgres", ""), Duration.ofSeconds(30)));
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    /// By which every look is due.
    private final InstantSource clock = () -> now.updateAndGet(time -> time.plus(1, ChronoUnit.HOURS));
    private final OutboxFloor floor = new OutboxFloor(journal::publishing, clock);

    @BeforeAll
    static void makeTheTables() throws SQLException {
        DATABASE.with("warden");
    }

    @BeforeEach
    void empty() {
        sql.execute("truncate warden.event_outbox, warden.event_journal");
        sql.execute("update warden.event_lane set position = 0");
    }

    @Test
    void risesBehindWhatIsSequenced() {
        publish(sql, "a", "b");
        Sequenced first = turn();
        assertThat(first.events()).hasSize(2);
        awaitFloor(first.highest());

        publish(sql, "c");
        Sequenced second = turn();
        assertThat(second.events()).extracting(EventEnvelope::key).containsExactly("c");
        awaitFloor(second.highest());
    }

    @Test
    void staysBelowWhatCommitsLate() throws SQLException {
        try (Connection late = DATABASE.connect()) {
            late.setAutoCommit(false);
            publish(new JdbcTemplate(new SingleConnectionDataSource(late, true)), "late");
            publish(sql, "quick");
            Sequenced quick = turn();
            assertThat(quick.events()).extracting(EventEnvelope::key).containsExactly("quick");
            for (int i = 0; i < 20; i++) {
                publish(sql, "quick");
                turn();
            }
            assertThat(floor.id()).isLessThan(quick.lowest() - 1);

            late.commit();
            assertThat(turn().events()).extracting(EventEnvelope::key).containsExactly("late");
        }
        publish(sql, "last");
        awaitFloor(turn().highest());
        assertThat(sql.queryForObject("select count(*) from warden.event_outbox", Long.class)).isZero();
    }

    @Test
    void risesWhileThereIsABacklogToo() {
        publish(sql, IntStream.range(0, 4 * LIMIT).mapToObj(Integer::toString));
        Sequenced first = turn();
        turn();
        assertThat(floor.id()).isLessThan(first.highest());

        // Its commit waits for the disk, and so for all that was written before.
        sql.execute("set synchronous_commit = on; update warden.event_lane set position = position");
        assertThat(turn().events()).hasSize(LIMIT);
        assertThat(floor.id()).isEqualTo(first.highest());
        assertThat(turn().events()).hasSize(LIMIT);
    }

    /// A server that crashes forgets a turn that is not on its disk, and the events are in the outbox again.
    @Test
    void risesWhenTheServersLogIsOnDisk() {
        AtomicReference<Publishing> server = new AtomicReference<>(new Publishing(Set.of(), 100, 90));
        OutboxFloor waiting = new OutboxFloor(server::get, clock);
        Sequenced emptied = new Sequenced(true, List.of(), 1, 7);
        waiting.raise(emptied, true);

        server.set(new Publishing(Set.of(), 110, 100));
        waiting.raise(emptied, true);
        server.set(new Publishing(Set.of(), 120, 109));
        waiting.raise(emptied, true);
        assertThat(waiting.id()).isZero();

        server.set(new Publishing(Set.of(), 130, 110));
        waiting.raise(emptied, true);
        assertThat(waiting.id()).isEqualTo(7);
    }

    /// As a count of what the server has read, for its time says nothing in a test.
    @Test
    void sparesTheServerWhatNoVacuumCanTakeAway() throws SQLException {
        int behind = 10 * LIMIT;
        int rounds = 20;
        try (Connection holding = DATABASE.connect()) {
            holding.setAutoCommit(false);
            new JdbcTemplate(new SingleConnectionDataSource(holding, true))
                    .execute("create table warden.held (id int)");
            publish(sql, IntStream.range(0, behind).mapToObj(Integer::toString));
            long last = 0;
            for (int i = 0; i < behind / LIMIT; i++) {
                last = turn().highest();
            }
            awaitFloor(last);

            sql.execute("select pg_stat_reset()");
            for (int i = 0; i < rounds; i++) {
                publish(sql, "a");
                assertThat(turn().events()).hasSize(1);
            }
            holding.rollback();
        }
        await().untilAsserted(() -> assertThat(sql.queryForObject("""
                select idx_tup_read from pg_stat_user_indexes where indexrelname = 'event_outbox_pkey'
                """, Integer.class)).isBetween(2 * rounds, behind));
    }

    /// A plan that is made for an empty outbox is kept when it fills.
    @Test
    void neverReadsTheOutboxFromEndToEnd() {
        SingleConnectionDataSource connection = new SingleConnectionDataSource(DATABASE.url(), "postgres", "", true);
        try {
            Journal planned = new Journal("warden", new ModuleSessions(connection, Duration.ofSeconds(30)));
            sql.execute("analyze warden.event_outbox");
            sql.execute("select pg_stat_reset()");
            for (int i = 0; i < 20; i++) {
                planned.sequence(0, LIMIT);
            }
            publish(sql, IntStream.range(0, 20 * LIMIT).mapToObj(Integer::toString));
            for (int i = 0; i < 20; i++) {
                assertThat(planned.sequence(0, LIMIT).events()).hasSize(LIMIT);
            }
        } finally {
            connection.destroy();
        }
        await().untilAsserted(() -> {
            assertThat(sql.queryForObject("""
                    select idx_tup_read from pg_stat_user_indexes where indexrelname = 'event_outbox_pkey'
                    """, Long.class)).isGreaterThanOrEqualTo(2 * 20 * LIMIT);
            assertThat(sql.queryForObject("""
                    select seq_tup_read from pg_stat_user_tables where relname = 'event_outbox'
                    """, Long.class)).isZero();
        });
    }

    private Sequenced turn() {
        Sequenced done = journal.sequence(floor.id(), LIMIT);
        floor.raise(done, done.events().size() < LIMIT);
        return done;
    }

    private void awaitFloor(long id) {
        await().pollInterval(Duration.ofMillis(5)).until(() -> {
            turn();
            return floor.id() >= id;
        });
    }

    private static void publish(JdbcTemplate jdbc, String... keys) {
        publish(jdbc, Stream.of(keys));
    }

    private static void publish(JdbcTemplate jdbc, Stream<String> keys) {
        new Outbox(jdbc).add("warden",
                keys.map(key -> new PublishedEvent(UUID.randomUUID(), key, TYPE,
                        Instant.now().truncatedTo(ChronoUnit.MICROS), "{}", "{}")).toList());
    }
}
