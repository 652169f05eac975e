package dev.hailstone.infra.bench;

import java.io.IOException;
import java.sql.SQLException;

import dev.hailstone.infra.bench.worker.Load;
import dev.hailstone.infra.bench.worker.Variant;

/// What an event costs the transaction that publishes it, as its caller sees it. The sequencer works all the time;
/// nobody hears the events.
///
/// @param callers threads that begin transactions
record Publication(Variant subject, int callers) implements Part {

    @Override
    public int loads(Settings settings) {
        return 1 + 2 * settings.rounds();
    }

    @Override
    public void measure(Stage stage) throws IOException, SQLException {
        Settings settings = stage.settings();
        Load load = Load.closed(1, callers, 1).lasting(settings.publicationSeconds());
        try (Contender side = stage.enter(subject, 0, 1)) {
            stage.findings()
                    .add(new Comparison("business transaction, callers: %d".formatted(callers), "with one event",
                            "bare", "transactions/s", Goal.atLeast(0.8),
                            Turns.take(settings.rounds(), () -> side.carry(load).transactionRate(),
                                    () -> side.carry(load.untold()).transactionRate())));
        }
    }
}
