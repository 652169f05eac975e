package dev.hailstone.infra.messaging;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

/// Short transactions of the transport's own, as the role of a module of this database, in this process or not.
///
/// They are plain JDBC: the loops run many of them, and none has anything to do with entities. Nearly all are one statement,
/// which shares a single round trip with its settings: nobody begins or commits, so whatever happens to this process, the
/// server is never left with half a transaction and its locks.
///
/// Their commits do not wait for the disk. What the sequencer does is undone as a whole if the server loses it, and is
/// then done again; and nobody can have relied on it, since a consumer's commit that comes after it in the server's log
/// does wait. Only who tells another machine of the journal, as a relay to a broker does, has to wait on its own.
///
/// Their statements are planned once for each connection, mostly while the outbox is empty. A plan that reads a table
/// from end to end is the cheapest then, and would be kept when there is a backlog, which would only grow by it.
final class ModuleSessions {

    /// All of it ends with the transaction.
    private static final String SETTINGS = """
            select set_config('role', '$module', true), set_config('idle_in_transaction_session_timeout', '$idle', true),
                   set_config('synchronous_commit', '$synchronous', true), set_config('enable_seqscan', 'off', true);
            """;

    private final DataSource dataSource;
    private final String idleTimeout;
    private final SQLExceptionTranslator translator = new SQLStateSQLExceptionTranslator();

    ModuleSessions(DataSource dataSource, Duration idleTimeout) {
        this.dataSource = dataSource;
        this.idleTimeout = idleTimeout.toMillis() + "ms";
    }

    /// Runs a statement in a transaction of its own.
    ///
    /// @param parameters sets those of the statement
    /// @param answer what the rows say
    /// @throws org.springframework.dao.DataAccessException if the database refuses; then nothing has happened
    <T extends @Nullable Object> T ask(String module, String sql, Parameters parameters, Answer<T> answer) {
        return alone(module, sql, parameters, statement -> {
            try (ResultSet rows = statement.getResultSet()) {
                return answer.from(rows);
            }
        });
    }

    /// Runs a statement that has no rows to tell in a transaction of its own.
    ///
    /// @throws org.springframework.dao.DataAccessException if the database refuses; then nothing has happened
    void tell(String module, String sql, Parameters parameters) {
        this.<@Nullable Void>alone(module, sql, parameters, _ -> null);
    }

    /// Several statements that the driver sends at once are one transaction, if it was not told to begin another.
    private <T extends @Nullable Object> T alone(String module, String sql, Parameters parameters,
            Work<PreparedStatement, T> read) {
        try (Connection connection = dataSource.getConnection()) {
            // Whoever configures the pool may have chosen otherwise, and nothing would ever be committed.
            connection.setAutoCommit(true);
            try (PreparedStatement statement = connection.prepareStatement(settings(module, "off") + sql)) {
                parameters.set(statement);
                statement.execute();
                // The first result is that of the settings.
                statement.getMoreResults();
                return read.on(statement);
            }
        } catch (SQLException refused) {
            throw translated("work as module " + module, refused);
        }
    }

    /// Runs work of several statements in a transaction and commits it; an exception rolls it back. A commit that has written
    /// anything waits until it, and with it every commit that the transaction has seen, is on disk.
    ///
    /// @throws org.springframework.dao.DataAccessException if the database refuses
    <T extends @Nullable Object> T durably(String module, Work<Connection, T> work) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                try (PreparedStatement settings = connection.prepareStatement(settings(module, "on"))) {
                    settings.execute();
                }
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (Throwable failure) {
                rollBack(connection, failure);
                throw failure;
            } finally {
                leave(connection);
            }
        } catch (SQLException refused) {
            throw translated("work as module " + module, refused);
        }
    }

    /// Which of these modules have a schema in this database.
    Set<String> present(Set<String> modules) {
        String sql = "select nspname from pg_namespace where nspname = any(?)";
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", modules.toArray()));
            Set<String> present = new HashSet<>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    present.add(rows.getString(1));
                }
            }
            return present;
        } catch (SQLException refused) {
            throw translated("look for schemas", refused);
        }
    }

    private String settings(String module, String synchronousCommit) {
        return SETTINGS.replace("$module", module)
                .replace("$idle", idleTimeout)
                .replace("$synchronous", synchronousCommit);
    }

    private static void rollBack(Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException broken) {
            failure.addSuppressed(broken);
        }
    }

    private static void leave(Connection connection) throws SQLException {
        if (!connection.isClosed()) {
            connection.setAutoCommit(true);
        }
    }

    private RuntimeException translated(String task, SQLException refused) {
        RuntimeException translated = translator.translate(task, null, refused);
        return translated == null ? new IllegalStateException(task, refused) : translated;
    }

    /// Sets the parameters of a statement.
    interface Parameters {

        void set(PreparedStatement statement) throws SQLException;
    }

    /// Reads the rows that a statement returned, and stands before the first.
    interface Answer<T extends @Nullable Object> {

        T from(ResultSet rows) throws SQLException;
    }

    /// What is done with a statement or a connection.
    interface Work<S, T extends @Nullable Object> {

        T on(S subject) throws SQLException;
    }
}
