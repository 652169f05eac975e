package dev.hailstone.infra.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.function.Consumer;

import dev.hailstone.infra.bench.worker.Load;
import dev.hailstone.infra.bench.worker.Outcome;
import dev.hailstone.infra.bench.worker.Variant;

/// One side: a process with a database of its own, which is checked after each load.
final class Contender implements AutoCloseable {

    private final Variant variant;
    private final int consumers;
    private final BenchDatabase database;
    private final Worker worker;
    private final Consumer<HistoryCheck> checks;
    private final Runnable loaded;

    /// @param checks told what became of each load's events
    /// @param loaded called after each load
    Contender(Variant variant, int consumers, BenchDatabase database, Worker worker, Consumer<HistoryCheck> checks,
            Runnable loaded) {
        this.variant = variant;
        this.consumers = consumers;
        this.database = database;
        this.worker = worker;
        this.checks = checks;
        this.loaded = loaded;
    }

    Variant variant() {
        return variant;
    }

    int consumers() {
        return consumers;
    }

    BenchDatabase database() {
        return database;
    }

    Outcome carry(Load load) throws IOException, SQLException {
        database.settle();
        Outcome outcome = worker.carry(load);
        if (variant.keepsRows()) {
            database.check(variant.title(), consumers, variant.isOrdered()).forEach(checks);
        } else {
            outcome.heard()
                    .forEach(heard -> checks.accept(HistoryCheck.of(variant.title(), heard, variant.isOrdered())));
        }
        loaded.run();
        return outcome;
    }

    /// Transactions a second that it carries through to every consumer.
    double capacity(Load closed) throws IOException, SQLException {
        Outcome outcome = carry(closed);
        return outcome.transactions() / outcome.seconds();
    }

    @Override
    public void close() throws IOException {
        worker.close();
    }
}
