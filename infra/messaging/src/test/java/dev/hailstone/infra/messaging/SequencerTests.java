package dev.hailstone.infra.messaging;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// When the sequencer looks below what it has passed by: whenever it may have been wrong to pass it.
class SequencerTests {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final WireType TYPE = new WireType("bailiff.round-made", 1);

    private final JdbcTemplate sql = DATABASE.asOwner();
    private final List<String> heard = new ArrayList<>();
    private final Sequencer sequencer = sequencer();

    private Sequencer sequencer() {
        ModuleSessions sessions = new ModuleSessions(new DriverManagerDataSource(DATABASE.url(), "postgres", ""),
                Duration.ofSeconds(30));
        return new Sequencer(new Journal("bailiff", sessions), sessions,
                new Binder(new MapConfigurationPropertySource(Map.of())).bindOrCreate("hailstone.events",
                        EventTransportProperties.class),
                Clock.systemUTC(), events -> events.forEach(event -> heard.add(event.key())), () -> {});
    }

    @BeforeAll
    static void makeTheTables() throws SQLException {
        DATABASE.with("bailiff");
    }

    @BeforeEach
    void passSomethingBy() {
        sql.execute("truncate bailiff.event_outbox, bailiff.event_journal");
        sql.execute("alter sequence bailiff.event_outbox_id_seq restart with 1000");
        sql.execute("update bailiff.event_lane set position = 0");
        publish("passed");
        await().pollInterval(Duration.ofMillis(100)).until(() -> {
            turn(true);
            publishBelow("late");
            turn(true);
            return sql.update("delete from bailiff.event_outbox") == 1;
        });
        heard.clear();
        publishBelow("late");
    }

    @Test
    void passesByWhenItIsWoken() {
        publish("new");
        turn(true);

        assertThat(heard).containsExactly("new");
    }

    @Test
    void looksEverywhereWhenItHasTheTime() {
        turn(false);

        assertThat(heard).containsExactly("late");
    }

    @Test
    void looksEverywhereAfterAFailure() {
        sql.execute("alter table bailiff.event_lane rename to event_lane_away");
        turn(true);
        assertThat(sequencer.problem()).isNotNull();
        sql.execute("alter table bailiff.event_lane_away rename to event_lane");
        turn(true);

        assertThat(sequencer.problem()).isNull();
        assertThat(heard).containsExactly("late");
    }

    private void turn(boolean woken) {
        var _ = sequencer.turn(woken, () -> true);
    }

    private void publish(String key) {
        new Outbox(sql).add("bailiff", List.of(new PublishedEvent(UUID.randomUUID(), key, TYPE,
                Instant.now().truncatedTo(ChronoUnit.MICROS), "{}", "{}")));
    }

    /// What the floor is to rule out, and so never happens by publishing.
    private void publishBelow(String key) {
        sql.update("""
                insert into bailiff.event_outbox (id, event_id, lane, key, type, version, occurred_at, headers, payload)
                overriding system value values (1, ?, ?, ?, 'bailiff.round-made', 1, now(), '{}', '{}')
                """, UUID.randomUUID(), Lane.of(key), key);
    }
}
