package dev.hailstone.infra.messaging;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides which of a producer's replicas is its relay: who holds an advisory lock in a session of the database.
///
/// All relays of this process share one connection. The server ends its session if nothing is heard of it for a while, so a
/// process that is frozen loses its locks. Should two relays think that they are it, consumers get duplicates, nothing worse.
final class RelayLocks {

    private static final Logger LOG = LoggerFactory.getLogger(RelayLocks.class);

    /// The first half of the lock; the second is the producer.
    private static final int RELAY_LOCK = (int) Lane.hash("hailstone.relay");
    private static final String PATIENCE = "15s";
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final DataSource dataSource;
    private final Set<String> held = new HashSet<>();
    private @Nullable Connection session;
    private long lastLook;

    RelayLocks(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /// Takes the lock if it is free.
    ///
    /// @return whether it is held
    synchronized boolean hold(String producer) {
        try {
            Connection connection = session();
            if (held.contains(producer)) {
                return true;
            }
            try (PreparedStatement statement = connection.prepareStatement("select pg_try_advisory_lock(?, ?)")) {
                statement.setInt(1, RELAY_LOCK);
                statement.setInt(2, (int) Lane.hash(producer));
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    if (row.getBoolean(1)) {
                        held.add(producer);
                    }
                    return row.getBoolean(1);
                }
            }
        } catch (SQLException lost) {
            LOG.debug("The session that holds the relays' locks is lost", lost);
            release();
            return false;
        }
    }

    /// Gives all locks back.
    synchronized void release() {
        Connection connection = session;
        session = null;
        held.clear();
        if (connection != null) {
            try (connection; Statement statement = connection.createStatement()) {
                statement.execute("select pg_advisory_unlock_all(); reset idle_session_timeout");
            } catch (SQLException broken) {
                LOG.debug("The session that held the relays' locks is broken", broken);
            }
        }
    }

    private Connection session() throws SQLException {
        Connection known = session;
        long now = System.nanoTime();
        if (known == null) {
            known = dataSource.getConnection();
            session = known;
            try (Statement statement = known.createStatement()) {
                statement.execute("set idle_session_timeout = '%s'".formatted(PATIENCE));
            }
        } else if (now - lastLook > BETWEEN_LOOKS.toNanos()) {
            try (Statement statement = known.createStatement()) {
                statement.execute("select 1");
            }
        } else {
            return known;
        }
        lastLook = now;
        return known;
    }
}
