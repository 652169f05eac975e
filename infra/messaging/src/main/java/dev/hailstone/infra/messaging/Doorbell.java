package dev.hailstone.infra.messaging;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the other processes on this database which journals have grown, and hears it from them.
///
/// A notification is a hint; losing one costs a poll interval. They are sent aside and together, since one inside the
/// publishing transaction would make all commits of the server queue up.
final class Doorbell {

    private static final Logger LOG = LoggerFactory.getLogger(Doorbell.class);

    private static final String CHANNEL = "hailstone_events";
    /// The first is sent at once; what gathers during this time is told together.
    private static final Duration BETWEEN_RINGS = Duration.ofMillis(25);
    private static final Duration LISTENING = Duration.ofMillis(250);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(2);
    private static final Duration UNTIL_RUNG = Duration.ofHours(1);

    private final DataSource dataSource;
    private final Wakeups wakeups;
    private final String self = UUID.randomUUID().toString();
    private final Set<String> pending = ConcurrentHashMap.newKeySet();
    private final Signal signal = new Signal();
    private @Nullable Connection listening;

    Doorbell(DataSource dataSource, Wakeups wakeups) {
        this.dataSource = dataSource;
        this.wakeups = wakeups;
    }

    /// Raised when there is something to tell.
    Signal signal() {
        return signal;
    }

    /// Tells the other processes, soon.
    void ring(String producer) {
        pending.add(producer);
        signal.raise();
    }

    /// Sends what has gathered.
    Duration send(boolean woken, BooleanSupplier goOn) {
        Set<String> producers = Set.copyOf(pending);
        pending.removeAll(producers);
        if (producers.isEmpty()) {
            return UNTIL_RUNG;
        }
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement("select pg_notify(?, ?)")) {
            statement.setString(1, CHANNEL);
            statement.setString(2, self + " " + String.join(" ", producers));
            statement.execute();
            LockSupport.parkNanos(BETWEEN_RINGS.toNanos());
        } catch (SQLException failure) {
            LOG.debug("Other processes were not told of new events of {}", producers, failure);
        }
        return UNTIL_RUNG;
    }

    /// Hears for a while what others tell.
    Duration hear(boolean woken, BooleanSupplier goOn) {
        try {
            Connection connection = listening();
            PGNotification[] notifications = connection.unwrap(PGConnection.class)
                    .getNotifications((int) LISTENING.toMillis());
            if (notifications != null) {
                for (PGNotification notification : notifications) {
                    heard(notification.getParameter());
                }
            }
            return Duration.ZERO;
        } catch (SQLException failure) {
            LOG.debug("Notifications of other processes cannot be heard at the moment", failure);
            hangUp();
            return PAUSE_AFTER_FAILURE;
        }
    }

    /// Gives the listening connection back. Not while [#hear] runs.
    void hangUp() {
        Connection connection = listening;
        listening = null;
        if (connection != null) {
            try (connection; Statement statement = connection.createStatement()) {
                statement.execute("unlisten *");
            } catch (SQLException broken) {
                LOG.debug("The listening connection is broken", broken);
            }
        }
    }

    private Connection listening() throws SQLException {
        Connection known = listening;
        if (known != null) {
            return known;
        }
        Connection connection = dataSource.getConnection();
        listening = connection;
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen " + CHANNEL);
        }
        wakeups.raiseAllSequenced();
        return connection;
    }

    private void heard(String message) {
        String[] words = message.split(" ", -1);
        if (!words[0].equals(self)) {
            for (int i = 1; i < words.length; i++) {
                wakeups.raiseSequenced(words[i]);
            }
        }
    }
}
