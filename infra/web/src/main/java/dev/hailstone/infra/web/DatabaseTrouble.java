package dev.hailstone.infra.web;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionTimedOutException;

/// What went wrong between us and the database, as far as a client can do something about it.
enum DatabaseTrouble {

    /// Another transaction got there first.
    RACE,
    /// The database is away, or too busy to answer in time.
    AWAY,
    /// The request has a value that the database cannot take, and no type of ours has refused it.
    VALUE,
    /// Everything else: our fault.
    NONE;

    static DatabaseTrouble of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            DatabaseTrouble trouble = switch (cause) {
                case OptimisticLockingFailureException _ -> RACE;
                case PessimisticLockingFailureException _,QueryTimeoutException _,DataAccessResourceFailureException _,CannotCreateTransactionException _,TransactionTimedOutException _,SQLTransientConnectionException _ ->
                    AWAY;
                case SQLException sql -> of(sql.getSQLState());
                default -> NONE;
            };
            if (trouble != NONE) {
                return trouble;
            }
        }
        return NONE;
    }

    /// By PostgreSQL's appendix A, "PostgreSQL Error Codes".
    private static DatabaseTrouble of(@Nullable String state) {
        if (state == null) {
            return NONE;
        }
        return switch (state) {
            // unique, exclusion and foreign key violation; serialization failure; deadlock
            case "23505", "23P01", "23503", "40001", "40P01" -> RACE;
            // lock not available, query cancelled
            case "55P03", "57014" -> AWAY;
            default -> ofClass(state);
        };
    }

    private static DatabaseTrouble ofClass(String state) {
        // connection exceptions, insufficient resources, operator intervention
        if (state.startsWith("08") || state.startsWith("53") || state.startsWith("57P")) {
            return AWAY;
        }
        // data exceptions
        return state.startsWith("22") ? VALUE : NONE;
    }
}
