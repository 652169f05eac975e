package dev.hailstone.infra.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.hailstone.infra.bench.worker.Load;
import dev.hailstone.infra.bench.worker.Variant;

/// How long an event takes at parts of the capacity. Transactions are due at equal intervals, and times count from
/// there.
record PublishedToApplied(Variant side, int consumers) implements Part {

    private static final List<Double> PARTS = List.of(0.1, 0.5, 0.8);

    @Override
    public int loads(Settings settings) {
        return 2 + PARTS.size();
    }

    @Override
    public void measure(Stage stage) throws IOException, SQLException {
        Settings settings = stage.settings();
        try (Contender contender = stage.enter(side, consumers, 1)) {
            double capacity = contender.capacity(Load.closed(settings.events(), settings.callers(), 1));
            for (double part : PARTS) {
                double perSecond = part * capacity;
                Load load = Load.open(perSecond, settings.latencySeconds(), settings.callers(), 1);
                stage.findings()
                        .add(Timing.of(side.title(), part, perSecond, contender.carry(load),
                                part == PARTS.getFirst() ? goal() : null));
            }
        }
    }

    private @Nullable Goal goal() {
        return switch (side) {
            case LOCAL -> Goal.atMost(5);
            case RABBITMQ -> Goal.atMost(10);
            case MODULITH, JDBC, BROKER -> null;
        };
    }
}
