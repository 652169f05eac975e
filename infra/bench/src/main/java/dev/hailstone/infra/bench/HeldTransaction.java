package dev.hailstone.infra.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import dev.hailstone.infra.bench.worker.Load;
import dev.hailstone.infra.bench.worker.Outcome;
import dev.hailstone.infra.bench.worker.Variant;

/// Whether events wait for another session's long transaction, which a cursor on transaction ids would.
record HeldTransaction(Variant side, int consumers) implements Part {

    private static final double LOW = 0.1;

    @Override
    public int loads(Settings settings) {
        return 2 + 2 * settings.rounds();
    }

    @Override
    public void measure(Stage stage) throws IOException, SQLException {
        Settings settings = stage.settings();
        try (Contender contender = stage.enter(side, consumers, 1)) {
            double capacity = contender.capacity(Load.closed(settings.events(), settings.callers(), 1));
            Load load = Load.open(LOW * capacity, settings.holdSeconds(), settings.callers(), 1);
            stage.findings()
                    .add(new Comparison(
                            "99th percentile at 10 %% of the capacity, %s".formatted(side.title()),
                            "another session's writing transaction stays open", "none does", "ms", Goal.atMost(1.2),
                            Turns.take(settings.rounds(), () -> p99(held(contender, load)),
                                    () -> p99(contender.carry(load)))));
        }
    }

    private static Outcome held(Contender contender, Load load) throws IOException, SQLException {
        BenchDatabase database = contender.database();
        try (Connection connection = database.server().asOwner(database.url());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("insert into shop.purchase (id, changes, total) values ('held', 0, 0)");
            Outcome outcome = contender.carry(load);
            connection.rollback();
            return outcome;
        }
    }

    private static double p99(Outcome outcome) {
        return outcome.latency().p99();
    }
}
