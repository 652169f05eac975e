package dev.hailstone.infra.bench;

import java.io.IOException;
import java.sql.SQLException;

import dev.hailstone.infra.bench.worker.Load;
import dev.hailstone.infra.bench.worker.Outcome;
import dev.hailstone.infra.bench.worker.Variant;

/// What happens when twice as many transactions are due as can be carried to the end.
record TwiceTheCapacity(Variant side, int consumers) implements Part {

    @Override
    public int loads(Settings settings) {
        return 3;
    }

    @Override
    public void measure(Stage stage) throws IOException, SQLException {
        Settings settings = stage.settings();
        try (Contender contender = stage.enter(side, consumers, 1)) {
            double capacity = contender.capacity(Load.closed(settings.events(), settings.callers(), 1));
            double offered = 2 * capacity;
            Outcome outcome = contender
                    .carry(Load.open(offered, settings.overloadSeconds(), settings.callers(), 1));
            stage.findings()
                    .add(new Overload(side.title(), capacity * consumers, offered * consumers,
                            outcome.transactionRate() * consumers,
                            outcome.appliedWhileCalling() / outcome.callingSeconds(), outcome.callingSeconds(),
                            outcome.seconds() - outcome.callingSeconds(), outcome.retainedHeap(),
                            outcome.heapAfterwards()));
        }
    }
}
