package dev.hailstone.infra.persistence;

import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.hailstone.red.internal.CollectingPebbles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@TwoModules
class SqlBesideJpaTests {

    private final CollectingPebbles red;
    private final JdbcClient jdbc;
    private final ModuleTransactions transactions;

    SqlBesideJpaTests(CollectingPebbles red, JdbcClient jdbc, ModuleTransactions transactions) {
        this.red = red;
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    @Test
    void seesWhatJpaHasBeenToldToWrite() {
        long before = red.count();
        assertThat(red.collectAndCount("green")).isEqualTo(before + 1);
    }

    @Test
    void isNotReachedByWhatJpaCannotWrite() {
        long before = red.count();
        assertThatThrownBy(() -> red.collectAndCount("colourless ".repeat(20)))
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("pebble_colour_check");
        assertThat(red.count()).isEqualTo(before);
    }

    @Test
    void goesOnWhereATransactionHasEnded() {
        AtomicLong afterCommit = new AtomicLong();
        transactions.of("red").executeWithoutResult(_ -> {
            red.collect("late");
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

                @Override
                public void afterCommit() {
                    afterCommit.set(jdbc.sql("select 7").query(Long.class).single());
                }
            });
        });
        assertThat(afterCommit).hasValue(7);
    }
}
