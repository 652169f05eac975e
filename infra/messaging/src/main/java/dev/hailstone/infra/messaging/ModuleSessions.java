package dev.hailstone.infra.messaging;

import java.sql.Connection;
import java.sql.PreparedStatement;
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
/// They are plain JDBC: the loops run many of them, and none has anything to do with entities.
///
/// Their commits do not wait for the disk. What the sequencer does is undone as a whole if the server loses it, and is
/// then done again; and nobody can have relied on it, since a consumer's commit that comes after it in the server's log
/// does wait. Only who tells another machine of the journal, as a relay to a broker does, has to wait on its own.
///
/// Their statements are planned once for each connection, mostly while the outbox is empty. A plan that reads a table
/// from end to end is the cheapest then, and would be kept when there is a backlog, which would only grow by it.
final class ModuleSessions {

    private static final String ENTER = """
            select set_config('role', ?, true), set_config('idle_in_transaction_session_timeout', ?, true),
                   set_config('synchronous_commit', ?, true), set_config('enable_seqscan', 'off', true)
            """;

    private final DataSource dataSource;
    private final String idleTimeout;
    private final SQLExceptionTranslator translator = new SQLStateSQLExceptionTranslator();

    ModuleSessions(DataSource dataSource, Duration idleTimeout) {
        this.dataSource = dataSource;
        this.idleTimeout = idleTimeout.toMillis() + "ms";
    }

    /// Runs work in a transaction and commits it; an exception rolls it back.
    ///
    /// @throws org.springframework.dao.DataAccessException if the database refuses
    <T extends @Nullable Object> T as(String module, Work<T> work) {
        return as(module, "off", work);
    }

    /// As [#as], but a commit that has written anything waits until it, and with it every commit that the transaction has
    /// seen, is on disk.
    ///
    /// @throws org.springframework.dao.DataAccessException if the database refuses
    <T extends @Nullable Object> T durably(String module, Work<T> work) {
        return as(module, "on", work);
    }

    private <T extends @Nullable Object> T as(String module, String synchronousCommit, Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                enter(connection, module, synchronousCommit);
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

    private void enter(Connection connection, String module, String synchronousCommit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ENTER)) {
            statement.setString(1, module);
            statement.setString(2, idleTimeout);
            statement.setString(3, synchronousCommit);
            statement.execute();
        }
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

    /// What is done in the transaction.
    interface Work<T extends @Nullable Object> {

        T on(Connection connection) throws SQLException;
    }
}
