package dev.hailstone.infra.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.hailstone.infra.simulator.HailstoneApi.Position;
import dev.hailstone.kernel.GeoPoint;

/// Tells the server where drivers are, many at once; of each driver the latest position wins.
final class PositionReports implements AutoCloseable {

    private static final long ROUND_MILLIS = 20;
    private static final long KEEP_ALIVE_MILLIS = 30_000;
    private static final int MOST_AT_ONCE = 500;

    private final HailstoneApi api;
    private final Map<String, GeoPoint> known = new ConcurrentHashMap<>();
    private final Map<String, GeoPoint> unsent = new ConcurrentHashMap<>();
    private final Thread thread;
    private final Ending ending = new Ending();

    PositionReports(HailstoneApi api) {
        this.api = api;
        this.thread = Workers.named("positions").unstarted(this::report);
    }

    /// Sends all positions once more now and then, so that a driver without a trip is not taken for gone.
    PositionReports start() {
        flush();
        thread.start();
        return this;
    }

    void put(String driverId, GeoPoint position) {
        known.put(driverId, position);
        unsent.put(driverId, position);
    }

    private void report() {
        long lastOfAll = System.nanoTime();
        try {
            while (true) {
                // The pace of a device that reports; what drivers do meanwhile goes into one request.
                Thread.sleep(ROUND_MILLIS);
                if (System.nanoTime() - lastOfAll > KEEP_ALIVE_MILLIS * 1_000_000) {
                    known.forEach(unsent::putIfAbsent);
                    lastOfAll = System.nanoTime();
                }
                try {
                    flush();
                } catch (RefusedException _) {
                    // The next positions replace these.
                    unsent.clear();
                }
            }
        } catch (InterruptedException e) {
            end(new StoppedException(e));
        } catch (RuntimeException e) {
            end(e);
        }
    }

    private void end(RuntimeException cause) {
        ending.because(cause);
        unsent.clear();
    }

    /// @throws RuntimeException what the reports ended with, if they have
    void requireAlive() {
        ending.requireNone();
    }

    private void flush() {
        List<Position> batch = new ArrayList<>();
        for (String driver : List.copyOf(unsent.keySet())) {
            GeoPoint position = unsent.remove(driver);
            if (position != null) {
                batch.add(new Position(driver, position.latitude(), position.longitude()));
            }
            if (batch.size() == MOST_AT_ONCE) {
                api.report(List.copyOf(batch)).orThrow();
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            api.report(batch).orThrow();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
