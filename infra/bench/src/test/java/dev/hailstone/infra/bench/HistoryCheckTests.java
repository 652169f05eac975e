package dev.hailstone.infra.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/// The check that ends every load sees what a transport could do wrong.
class HistoryCheckTests {

    private static final EmbeddedPostgres SERVER = start();

    private final Connection connection = connect();

    @AfterAll
    static void stop() throws IOException {
        SERVER.close();
    }

    @BeforeEach
    void changeOnePurchaseThreeTimes() throws Exception {
        execute("begin");
        execute("create schema shop; set search_path = shop");
        execute(script("shop/V1__purchases.sql"));
        execute("create schema billing; set search_path = billing");
        execute(script("billing/V1__entries.sql"));
        execute("update shop.purchase set changes = 3, total = 60 where id = 'told-7'");
        execute("update shop.purchase set changes = 5, total = 50 where id = 'bare-7'");
    }

    @AfterEach
    void forget() throws SQLException {
        execute("rollback");
        connection.close();
    }

    @Test
    void passesWhatWasHeardOnceAndInOrder() throws SQLException {
        hear(1, 10);
        hear(2, 20);
        hear(3, 30);

        assertThat(check(true)).isEqualTo(new HistoryCheck("side", "billing", 3, 0, 0, 0, 0, 0, true))
                .matches(HistoryCheck::passed);
    }

    @Test
    void seesWhatIsLost() throws SQLException {
        hear(1, 10);
        hear(3, 30);

        assertThat(check(true)).isEqualTo(new HistoryCheck("side", "billing", 3, 1, 0, 0, 0, -20, true))
                .matches(check -> !check.passed());
    }

    @Test
    void seesWhatIsDoubled() throws SQLException {
        hear(1, 10);
        hear(2, 20);
        hear(2, 20);
        hear(3, 30);

        assertThat(check(true)).isEqualTo(new HistoryCheck("side", "billing", 3, 0, 1, 0, 0, 20, true))
                .matches(check -> !check.passed());
    }

    @Test
    void seesWhatNeverHappened() throws SQLException {
        hear(1, 10);
        hear(2, 20);
        hear(3, 30);
        hear(4, 0);

        assertThat(check(true)).isEqualTo(new HistoryCheck("side", "billing", 3, 0, 0, 1, 0, 0, true))
                .matches(check -> !check.passed());
    }

    @Test
    void seesAWrongAmount() throws SQLException {
        hear(1, 10);
        hear(2, 20);
        hear(3, 31);

        assertThat(check(true)).isEqualTo(new HistoryCheck("side", "billing", 3, 0, 0, 0, 0, 1, true))
                .matches(check -> !check.passed());
    }

    @Test
    void seesAnotherOrderAndMindsItWhereOrderIsPromised() throws SQLException {
        hear(2, 20);
        hear(1, 10);
        hear(3, 30);

        assertThat(check(true)).isEqualTo(new HistoryCheck("side", "billing", 3, 0, 0, 0, 1, 0, true))
                .matches(check -> !check.passed());
        assertThat(check(false)).matches(HistoryCheck::passed);
    }

    @Test
    void isWhatARunFailsBy() throws SQLException {
        Findings findings = new Findings();
        assertThat(findings.passed()).as("without any check").isFalse();
        hear(1, 60);
        findings.add(check(true));

        assertThat(findings.passed()).isFalse();
    }

    private HistoryCheck check(boolean ordered) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return BenchDatabase.check(statement, "side", "billing", "billing.entry", ordered);
        }
    }

    private void hear(int number, int amount) throws SQLException {
        execute("insert into billing.entry (purchase, number, amount) values ('told-7', %d, %d)".formatted(number,
                amount));
    }

    private void execute(String command) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    private static String script(String name) throws IOException {
        return new ClassPathResource("db/migration/" + name).getContentAsString(StandardCharsets.UTF_8);
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Connection connect() {
        try {
            return SERVER.getPostgresDatabase().getConnection();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
