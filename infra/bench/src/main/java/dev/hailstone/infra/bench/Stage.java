package dev.hailstone.infra.bench;

import java.io.IOException;
import java.sql.SQLException;

import dev.hailstone.infra.bench.worker.Load;
import dev.hailstone.infra.bench.worker.Target;
import dev.hailstone.infra.bench.worker.Variant;

/// Where contenders appear, warmed.
///
/// @param loaded called after each load
record Stage(DatabaseServer server, BrokerServer broker, Settings settings, Findings findings, Runnable loaded) {

    /// @param events a transaction of the load that warms it
    Contender enter(Variant variant, int consumers, int events) throws IOException, SQLException {
        BenchDatabase database = server.fresh();
        if (!variant.migratesItself()) {
            database.migrate();
        }
        Target target = database.target(consumers, variant.needsBroker() ? broker.fresh() : null);
        Worker worker = Worker.start(variant, target, settings.workerOptions());
        Contender contender = new Contender(variant, consumers, database, worker, findings::add, loaded);
        try {
            contender.carry(Load.closed(1, settings.callers(), events).lasting(settings.warmUpSeconds()));
            return contender;
        } catch (IOException | SQLException | RuntimeException failure) {
            contender.close();
            throw failure;
        }
    }
}
