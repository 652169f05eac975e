package dev.hailstone.infra.bench;

import java.io.IOException;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

import dev.hailstone.infra.bench.worker.Load;
import dev.hailstone.infra.bench.worker.Variant;

/// Events a second from the first transaction to the last effect, as fast as it goes.
///
/// @param consumers of every event
/// @param events a transaction
record Throughput(Variant subject, Variant baseline, int consumers, int events) implements Part {

    @Override
    public int loads(Settings settings) {
        return 2 + 2 * settings.rounds();
    }

    @Override
    public void measure(Stage stage) throws IOException, SQLException {
        Settings settings = stage.settings();
        Load load = Load.closed(Math.max(1, settings.events() / events), settings.callers(), events);
        try (Contender one = stage.enter(subject, consumers, events);
                Contender other = stage.enter(baseline, consumers, events)) {
            stage.findings()
                    .add(new Comparison(
                            "throughput, consumers: %d, events a transaction: %d".formatted(consumers, events),
                            subject.title(), baseline.title(), "events/s", goal(),
                            Turns.take(settings.rounds(), () -> events * one.capacity(load),
                                    () -> events * other.capacity(load))));
        }
    }

    private @Nullable Goal goal() {
        if (baseline != Variant.MODULITH) {
            return null;
        }
        return switch ("%s %d×%d".formatted(subject, consumers, events)) {
            case "LOCAL 1×1" -> Goal.atLeast(3.2);
            case "LOCAL 3×1" -> Goal.atLeast(5);
            case "LOCAL 1×10" -> Goal.atLeast(12);
            case "LOCAL 3×10" -> Goal.atLeast(20);
            case "RABBITMQ 3×1", "RABBITMQ 3×10" -> Goal.atLeast(3);
            default -> null;
        };
    }
}
