package dev.hailstone.infra.messaging;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

import jakarta.persistence.OptimisticLockException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

import static org.assertj.core.api.Assertions.assertThat;

class FailureKindTests {

    @ParameterizedTest
    @CsvSource({"40P01, CONFLICT", "40001, CONFLICT", "55P03, CONFLICT", "08006, UNAVAILABLE", "57P01, UNAVAILABLE",
            "25P03, UNAVAILABLE", "53300, UNAVAILABLE", "23505, POISON", "42501, POISON", "25P02, POISON"})
    void tellsByTheServersCode(String state, FailureKind kind) {
        assertThat(FailureKind.of(new IllegalStateException(new SQLException("refused", state)))).isEqualTo(kind);
    }

    @Test
    void repeatsWhatALockPreventedOrAConnection() {
        assertThat(FailureKind.of(new RuntimeException(new OptimisticLockException()))).isEqualTo(FailureKind.CONFLICT);
        assertThat(FailureKind.of(
                new CannotCreateTransactionException("no connection", new SQLTransientConnectionException("time-out"))))
                .isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(FailureKind.of(new OutOfMemoryError("heap"))).isEqualTo(FailureKind.UNAVAILABLE);
    }

    /// Whoever then rolls back finds the connection closed, and the reason of that is nobody's cause.
    @Test
    void tellsByWhatCameBeforeARollbackThatFailed() {
        TransactionSystemException rollback = new TransactionSystemException("could not roll back",
                new SQLException("Connection is closed"));
        assertThat(FailureKind.of(rollback)).isEqualTo(FailureKind.POISON);

        rollback.initApplicationException(new IllegalStateException(new SQLException("terminated", "57P01")));

        assertThat(FailureKind.of(rollback)).isEqualTo(FailureKind.UNAVAILABLE);
    }

    @Test
    void parksEverythingElse() {
        assertThat(FailureKind.of(new IllegalStateException("bug"))).isEqualTo(FailureKind.POISON);
        assertThat(FailureKind.of(new StackOverflowError())).isEqualTo(FailureKind.POISON);
        assertThat(FailureKind.of(new SQLException("no code"))).isEqualTo(FailureKind.POISON);
    }

    @Test
    void endsWithACircularCause() {
        RuntimeException first = new RuntimeException("first");
        first.initCause(new RuntimeException("second", first));

        assertThat(FailureKind.of(first)).isEqualTo(FailureKind.POISON);
    }
}
