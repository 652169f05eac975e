package dev.hailstone.infra.messaging;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

import jakarta.persistence.OptimisticLockException;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionSystemException;

/// What a failed delivery is to be answered with.
enum FailureKind {

    /// Somebody else was faster, a lock was lost, a deadlock resolved: do it again soon.
    CONFLICT,
    /// The database or the process's memory cannot serve anybody: wait, then do it again.
    UNAVAILABLE,
    /// The event itself fails: park it.
    POISON;

    /// Long enough for any real chain of causes, short enough for a circular one.
    private static final int DEPTH = 32;

    static FailureKind of(Throwable failure) {
        FailureKind kind = POISON;
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEPTH; depth++) {
            kind = ofOne(cause);
            if (kind != POISON) {
                return kind;
            }
            // When a connection breaks, the rollback fails as well, and by that nobody could tell why.
            Throwable first = cause instanceof TransactionSystemException ended
                    ? ended.getApplicationException()
                    : null;
            cause = first == null ? cause.getCause() : first;
        }
        return kind;
    }

    private static FailureKind ofOne(Throwable failure) {
        return switch (failure) {
            case StackOverflowError _ -> POISON;
            case VirtualMachineError _,SQLTransientConnectionException _ -> UNAVAILABLE;
            case SQLException sql -> ofState(sql.getSQLState());
            case OptimisticLockingFailureException _,OptimisticLockException _,TransientDataAccessException _ ->
                CONFLICT;
            default -> POISON;
        };
    }

    /// PostgreSQL's error codes: https://www.postgresql.org/docs/current/errcodes-appendix.html
    private static FailureKind ofState(@Nullable String state) {
        return switch (state) {
            case null -> POISON;
            // serialization failure, deadlock, lock not available, query cancelled
            case "40001", "40P01", "55P03", "57014" -> CONFLICT;
            // the server shuts down or starts; it ended an idle transaction
            case "57P01", "57P02", "57P03", "25P03" -> UNAVAILABLE;
            default -> state.startsWith("08") || state.startsWith("53") || state.startsWith("58")
                    ? UNAVAILABLE
                    : POISON;
        };
    }
}
