package dev.hailstone.infra.testing;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/// The SQL statements that are sent through Spring's JDBC templates while this is open, by whatever thread.
///
/// They are taken from the templates' own log. What Hibernate and the beginning of a transaction send is not among them.
public final class SqlStatements implements AutoCloseable {

    private static final String PREFIX = "Executing prepared SQL statement [";

    private final Logger logger = (Logger) LoggerFactory.getLogger(JdbcTemplate.class);
    private final Level level = logger.getLevel();
    private final boolean additive = logger.isAdditive();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    public SqlStatements() {
        log.start();
        logger.addAppender(log);
        logger.setAdditive(false);
        logger.setLevel(Level.DEBUG);
    }

    /// What has been sent since this was opened and is about a table, one line each.
    ///
    /// @param table as it appears in the statements
    public List<String> about(String table) {
        List<ILoggingEvent> events;
        synchronized (log) {
            events = List.copyOf(log.list);
        }
        return events.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(message -> message.startsWith(PREFIX))
                .map(message -> message.substring(PREFIX.length(), message.length() - 1).replaceAll("\\s+", " "))
                .filter(statement -> statement.matches(".*\\b" + table + "\\b.*"))
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(log);
        logger.setLevel(level);
        logger.setAdditive(additive);
    }
}
