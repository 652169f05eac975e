package dev.hailstone.ledger.internal;

import java.time.Clock;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// The way to the ledger's [Books].
@Component
class Ledger {

    private final JdbcClient jdbc;
    private final Entries entries;
    private final ReadModels readModels;
    private final Accounts accounts;
    private final Clock clock;

    Ledger(JdbcClient jdbc, Entries entries, ReadModels readModels, Accounts accounts, Clock clock) {
        this.jdbc = jdbc;
        this.entries = entries;
        this.readModels = readModels;
        this.accounts = accounts;
        this.clock = clock;
    }

    /// Opens the books for the running transaction, and waits while another one has them open. Opened again, they are the
    /// same.
    ///
    /// So the ledger has one writer at a time: what a decision is based on cannot change before the decision is written.
    /// The platform's own accounts are part of almost every entry, so writers would wait for each other anyway.
    ///
    /// @throws IllegalStateException outside a transaction
    Books open() {
        return TransactionSynchronizationManager.getSynchronizations()
                .stream()
                .filter(Books.class::isInstance)
                .map(Books.class::cast)
                .findAny()
                .orElseGet(this::takePen);
    }

    private Books takePen() {
        // A statement of its own: what follows must see everything that the previous writer committed.
        Books books = jdbc.sql("select position, generation from ledger_head for update")
                .query((row, _) -> new Books(entries, readModels, accounts, clock, row.getInt("generation"),
                        row.getLong("position")))
                .single();
        TransactionSynchronizationManager.registerSynchronization(books);
        return books;
    }
}
