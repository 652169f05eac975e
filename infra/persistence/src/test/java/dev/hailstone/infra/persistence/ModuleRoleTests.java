package dev.hailstone.infra.persistence;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import dev.hailstone.blue.internal.CollectingShells;
import dev.hailstone.red.internal.CollectingPebbles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@TwoModules
class ModuleRoleTests {

    private static final int MORE_THAN_THE_POOL_HAS = 20;

    private final CollectingPebbles red;
    private final CollectingShells blue;
    private final JdbcClient jdbc;
    private final ModuleTransactions transactions;
    private final PlatformTransactionManager transactionManager;

    ModuleRoleTests(CollectingPebbles red, CollectingShells blue, JdbcClient jdbc, ModuleTransactions transactions,
            PlatformTransactionManager transactionManager) {
        this.red = red;
        this.blue = blue;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.transactionManager = transactionManager;
    }

    @Test
    void runsAUseCaseAsItsModule() {
        long before = red.count();
        red.collect("grey");
        assertThat(red.role()).isEqualTo("red");
        assertThat(red.count()).isEqualTo(before + 1);
    }

    @Test
    void refusesAnotherModulesTables() {
        assertThatThrownBy(red::countShells).isInstanceOf(DataAccessException.class)
                .hasRootCauseMessage("ERROR: permission denied for schema blue\n  Position: 22");
    }

    @Test
    void refusesATransactionThatSpansTwoModules() {
        long before = red.count();
        assertThatThrownBy(() -> red.collectBoth("white")).isInstanceOf(DataAccessException.class)
                .rootCause()
                .hasMessageContaining("permission denied for schema blue");
        assertThat(red.count()).isEqualTo(before);
    }

    @Test
    void goesIntoAnotherModulesOwnTransactionAndBack() {
        long before = blue.count();
        assertThat(red.collectBothApart("green")).isEqualTo("red");
        assertThat(blue.count()).isEqualTo(before + 1);
    }

    @Test
    void refusesATransactionOfNoModuleAndLosesNoConnectionByIt() {
        TransactionTemplate unnamed = new TransactionTemplate(transactionManager);
        for (int i = 0; i < MORE_THAN_THE_POOL_HAS; i++) {
            assertThatThrownBy(() -> unnamed.execute(_ -> "never"))
                    .isInstanceOf(IllegalTransactionStateException.class)
                    .hasMessageContainingAll("belongs to no module", "blue, red", "ModuleTransactions");
        }
        assertThat(red.role()).isEqualTo("red");
    }

    @Test
    void refusesSqlOutsideTransactions() {
        assertThatThrownBy(() -> jdbc.sql("select count(*) from red.pebble").query(Long.class).single())
                .rootCause()
                .hasMessageContaining("permission denied for schema red");
    }

    @Test
    void takesTheRoleFromTheConnectionWhenATransactionEnds() {
        assertThat(IntStream.range(0, MORE_THAN_THE_POOL_HAS).mapToObj(_ -> {
            assertThatIllegalStateException().isThrownBy(() -> red.collectInVain("black"));
            red.role();
            return jdbc.sql("select current_user").query(String.class).single();
        })).containsOnly("hailstone");
    }

    @Test
    void givesInfrastructureTransactionsOfAModule() {
        assertThat(transactions.of("blue")
                .<String>execute(
                        _ -> jdbc.sql("select current_schema || ' as ' || current_user").query(String.class).single()))
                .isEqualTo("blue as blue");
        assertThatIllegalArgumentException().isThrownBy(() -> transactions.of("green"))
                .withMessageContaining(
                        "'green'", "blue, red");
    }

    @Test
    void keepsPreparedStatementsWhenModulesTakeTurns() {
        String preparedByServer = "select count(*) from pg_prepared_statements where statement like '%from pebble'";
        TransactionTemplate transaction = transactions.of("red");
        assertThat(transaction.<Long>execute(_ -> {
            // The driver prepares a statement at its fifth use.
            for (int i = 0; i < 6; i++) {
                red.count();
            }
            blue.collectApart("blue");
            return jdbc.sql(preparedByServer).query(Long.class).single();
        })).isPositive();
    }
}
