package dev.hailstone.infra.messaging;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.jdbc.core.JdbcTemplate;

import dev.hailstone.infra.persistence.ModuleTransactions;

/// The inboxes of this process's modules.
final class Inboxes {

    private final ModuleTransactions transactions;
    private final JdbcTemplate jdbc;
    private final Duration idleTimeout;
    private final Map<String, Inbox> inboxes = new ConcurrentHashMap<>();

    Inboxes(ModuleTransactions transactions, JdbcTemplate jdbc, Duration idleTimeout) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.idleTimeout = idleTimeout;
    }

    /// @throws IllegalArgumentException if the module is not part of this process
    Inbox of(String module) {
        return inboxes.computeIfAbsent(module, name -> new Inbox(name, transactions.of(name),
                new Cursors(name, jdbc, idleTimeout), new ParkedEvents(name, jdbc), new Routes(name, jdbc)));
    }
}
