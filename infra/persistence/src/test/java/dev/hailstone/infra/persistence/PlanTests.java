package dev.hailstone.infra.persistence;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

@TwoModules
class PlanTests {

    private static final String TAKING_AN_ARRAY = "select count(*) from unnest(cast(? as text[])) as asked (colour) join pebble using (colour)";

    private final JdbcClient jdbc;
    private final ModuleTransactions transactions;

    PlanTests(JdbcClient jdbc, ModuleTransactions transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /// The server would plan each execution anew, for it always looks cheaper with one element than with those that it
    /// supposes.
    @Test
    void areMadeOnceForAConnection() {
        transactions.of("red").executeWithoutResult(_ -> {
            for (int i = 0; i < 20; i++) {
                assertThat(jdbc.sql(TAKING_AN_ARRAY).param("{colour-" + i + "}").query(Long.class).single()).isZero();
            }
            assertThat(jdbc
                    .sql("select generic_plans || ' and ' || custom_plans from pg_prepared_statements where statement like ?")
                    .param(TAKING_AN_ARRAY.substring(0, TAKING_AN_ARRAY.indexOf('?')) + "%")
                    .query(String.class)
                    .single()).matches("1[0-9] and 0");
        });
    }
}
