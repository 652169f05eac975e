package dev.hailstone.infra.messaging;

import java.sql.SQLException;
import java.time.Duration;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/// What a statement has that shares its round trip with the settings: a transaction of its own, and a module's role in it.
class ModuleSessionsTests {

    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private final JdbcTemplate sql = DATABASE.asOwner();
    private final SingleConnectionDataSource pool = new SingleConnectionDataSource(DATABASE.url(), "postgres", "",
            true);
    private final ModuleSessions sessions = new ModuleSessions(pool, Duration.ofSeconds(7));

    @BeforeAll
    static void makeTheTables() throws SQLException {
        DATABASE.with("usher");
        DATABASE.with("porter");
    }

    @BeforeEach
    void empty() {
        sql.execute("truncate usher.event_relay");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isCommittedAtOnceWhateverThePoolSaysOfItsConnections(boolean autoCommit) {
        pool.setAutoCommit(autoCommit);

        sessions.tell("usher", "insert into usher.event_relay (lane, position) values (1, ?)",
                statement -> statement.setLong(1, 5));

        assertThat(sql.queryForObject("select position from usher.event_relay", Long.class)).isEqualTo(5);
    }

    @Test
    void runsWithTheSettingsAndLeavesNoneBehind() {
        String settings = """
                select current_user || ' ' || current_setting('idle_in_transaction_session_timeout') || ' '
                    || current_setting('synchronous_commit') || ' ' || current_setting('enable_seqscan')
                """;
        new JdbcTemplate(pool).execute("set synchronous_commit = on");
        String before = new JdbcTemplate(pool).queryForObject(settings, String.class);

        assertThat(asked("usher", settings)).isEqualTo("usher 7s off off");
        assertThat(new JdbcTemplate(pool).queryForObject(settings, String.class)).isEqualTo(before)
                .isEqualTo("postgres 0 on on");
    }

    @Test
    void mayDoNoMoreThanTheModule() {
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> asked("usher", "select count(*) from porter.event_relay"))
                .withStackTraceContaining("permission denied for schema porter");
        assertThat(asked("usher", "select count(*) from usher.event_relay")).isEqualTo("0");
    }

    @Test
    void hasDoneNothingIfItFails() {
        assertThatExceptionOfType(DataIntegrityViolationException.class).isThrownBy(() -> sessions.tell("usher", """
                with written as (insert into usher.event_relay (lane, position) values (1, 5) returning lane)
                insert into usher.event_relay (lane, position) select lane + 1, null from written
                """, _ -> {}));

        assertThat(asked("usher", "select count(*) from usher.event_relay")).isEqualTo("0");
    }

    private String asked(String module, String question) {
        return sessions.ask(module, question, _ -> {}, rows -> {
            rows.next();
            return rows.getString(1);
        });
    }
}
