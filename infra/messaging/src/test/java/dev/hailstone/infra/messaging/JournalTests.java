package dev.hailstone.infra.messaging;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import dev.hailstone.infra.messaging.Journal.Sequenced;
import dev.hailstone.infra.messaging.Journal.Tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/// Why there is a journal, and how it comes to its positions.
class JournalTests {

    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private final JdbcTemplate sql = DATABASE.asOwner();
    private final Journal journal = new Journal("notary", new ModuleSessions(
            new DriverManagerDataSource(DATABASE.url(), "postgres", ""), Duration.ofSeconds(30)));

    @BeforeAll
    static void makeTheTables() throws SQLException {
        DATABASE.with("notary");
    }

    @BeforeEach
    void empty() {
        sql.execute("truncate notary.event_outbox, notary.event_journal, notary.event_lane, notary.event_relay");
        sql.execute("insert into notary.event_lane select lane, 0 from generate_series(0, 7) lane");
    }

    /// The reason for all this: ids are drawn when a row is inserted, rows appear when their transaction commits.
    @Test
    void aCursorOnIdsLosesWhatCommitsLate() throws SQLException {
        try (Connection slow = connect(); Connection quick = connect()) {
            slow.setAutoCommit(false);
            publish(slow, "slow");
            publish(quick, "quick");

            long cursor = 0;
            List<String> heard = new ArrayList<>();
            cursor = readAfter(cursor, heard);
            slow.commit();
            cursor = readAfter(cursor, heard);

            assertThat(heard).containsExactly("quick");
            assertThat(sql.queryForObject("select count(*) from notary.event_outbox where id <= ?", Long.class, cursor))
                    .isEqualTo(2);
        }
    }

    @Test
    void aPositionLosesNothingThatCommitsLate() throws SQLException {
        try (Connection slow = connect(); Connection quick = connect()) {
            slow.setAutoCommit(false);
            publish(slow, "slow");
            publish(quick, "quick");

            assertThat(journal.sequence(0, 100).events()).hasSize(1);
            slow.commit();
            assertThat(journal.sequence(0, 100).events()).hasSize(1);
        }
        assertThat(read(0)).extracting(EventEnvelope::key).containsExactly("quick", "slow");
        assertThat(read(0)).extracting(EventEnvelope::position).containsExactly(1L, 2L);
    }

    @Test
    void movesNoMoreThanItIsTold() throws SQLException {
        try (Connection connection = connect()) {
            for (int i = 0; i < 5; i++) {
                publish(connection, "event " + i);
            }
        }

        assertThat(journal.sequence(0, 3).events()).isEqualTo(read(0)).hasSize(3);
        assertThat(journal.sequence(0, 3).events()).hasSize(2);
        assertThat(journal.sequence(0, 3).events()).isEmpty();
        assertThat(read(2)).extracting(EventEnvelope::position).containsExactly(2L, 3L, 4L, 5L);
    }

    @Test
    void letsOneSequencerWorkAtATime() throws SQLException {
        try (Connection other = connect()) {
            publish(other, "a");
            other.setAutoCommit(false);
            other.createStatement()
                    .execute("select pg_advisory_xact_lock(%d, %d)"
                            .formatted((int) Lane.hash("hailstone.sequencer"), (int) Lane.hash("notary")));

            assertThat(journal.sequence(0, 100)).isEqualTo(new Sequenced(false, List.of(), 0, 0));
            other.rollback();
            assertThat(journal.sequence(0, 100).events()).hasSize(1);
        }
    }

    /// What a consumer on another machine has heard must not be undone by a crash of this server.
    @Test
    void tellsARelayOnlyWhatIsOnDisk() throws SQLException {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            for (int position = 1; position <= 50; position++) {
                publish(connection, "a");
                journal.sequence(0, 100);
                String written;
                try (ResultSet row = statement.executeQuery("select pg_current_wal_insert_lsn()")) {
                    row.next();
                    written = row.getString(1);
                }

                Cursor before = new Cursor(0, position - 1, null, 0);
                assertThat(journal.readForRelay(List.of(before), List.of(before), 10).getFirst().events()).last()
                        .returns((long) position, EventEnvelope::position);

                try (ResultSet row = statement
                        .executeQuery("select pg_current_wal_flush_lsn() >= '%s'".formatted(written))) {
                    row.next();
                    assertThat(row.getBoolean(1)).isTrue();
                }
            }
        }
        assertThat(journal.relayed()).containsEntry(0, 49L);
    }

    @Test
    void writesDownWhereTheRelayIsAndNotWhatItReadsAhead() throws SQLException {
        try (Connection connection = connect()) {
            publish(connection, "a");
            publish(connection, "a");
            publish(connection, "a");
        }
        journal.sequence(0, 100);
        Cursor confirmed = new Cursor(0, 1, null, 0);
        Cursor published = new Cursor(0, 2, null, 0);

        // The event at the cursor comes along, to tell whether the history is still the same.
        assertThat(journal.readForRelay(List.of(published), List.of(confirmed), 10).getFirst().events())
                .extracting(EventEnvelope::position)
                .containsExactly(2L, 3L);

        assertThat(journal.relayed()).containsEntry(0, 1L);
    }

    @Test
    void leavesEventsInTheOutboxWhenTheirLaneIsUnknown() throws SQLException {
        try (Connection connection = connect()) {
            publish(connection, "a");
        }
        sql.execute("delete from notary.event_lane where lane = 0");

        assertThatExceptionOfType(SubscriptionStopped.class).isThrownBy(() -> journal.sequence(0, 100))
                .withMessageContaining("notary.event_lane lacks a lane");
        assertThat(journal.backlog().depth()).isOne();
        assertThat(journal.read(List.of(new Cursor(0, 0, null, 0)), 10)).extracting(Tail::head)
                .containsOnlyNulls();
    }

    private List<EventEnvelope> read(long position) {
        return journal.read(List.of(new Cursor(0, position, null, 0)), 10).getFirst().events();
    }

    /// As one would without a journal.
    private long readAfter(long cursor, List<String> heard) {
        AtomicLong last = new AtomicLong(cursor);
        sql.query("select id, key from notary.event_outbox where id > ? order by id", (RowCallbackHandler) row -> {
            heard.add(row.getString("key"));
            last.set(row.getLong("id"));
        }, cursor);
        return last.get();
    }

    private static void publish(Connection connection, String key) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet _ = statement.executeQuery("""
                        insert into notary.event_outbox
                            (event_id, lane, key, type, version, occurred_at, headers, payload)
                        values ('%s', 0, '%s', 'meter.reading-taken', 1, now(), '{}', '{}') returning id
                        """.formatted(UUID.randomUUID(), key))) {
            assertThat(connection.isClosed()).isFalse();
        }
    }

    private static Connection connect() throws SQLException {
        return DATABASE.connect();
    }
}
