package dev.hailstone.tracking.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/// Drivers whose latest position is not in the database yet, each once, in the order in which they began to wait.
///
/// A further position of a waiting driver replaces the one that waits: it is *conflated*. If too many drivers wait, the
/// position of one more stays in memory only: it is *dropped*, and the driver's next one has another chance.
@Component
final class UnwrittenPositions {

    private final ArrayBlockingQueue<TrackedDriver> waiting;
    private final Counter conflated;
    private final Counter dropped;

    UnwrittenPositions(TrackingSettings settings, MeterRegistry meters) {
        waiting = new ArrayBlockingQueue<>(settings.unwrittenLimit());
        conflated = Counter.builder("hailstone.tracking.positions.conflated")
                .description("Positions replaced by a later one before they were written")
                .register(meters);
        dropped = Counter.builder("hailstone.tracking.positions.dropped")
                .description("Positions kept in memory only, since too many drivers waited to be written")
                .register(meters);
        Gauge.builder("hailstone.tracking.positions.unwritten", waiting, ArrayBlockingQueue::size)
                .description("Drivers whose latest position waits to be written")
                .register(meters);
    }

    /// Lets a driver wait once more whose position could not be written.
    void addAgain(TrackedDriver driver) {
        if (driver.markUnwritten()) {
            add(driver);
        } else {
            countConflated(1);
        }
    }

    /// @param driver marked as unwritten
    void add(TrackedDriver driver) {
        if (!waiting.offer(driver)) {
            driver.unmark();
            dropped.increment();
        }
    }

    void countConflated(int positions) {
        conflated.increment(positions);
    }

    /// Takes the drivers that have waited longest; what they report from now on waits anew.
    List<TrackedDriver> take(int limit) {
        List<TrackedDriver> taken = new ArrayList<>();
        waiting.drainTo(taken, limit);
        taken.forEach(TrackedDriver::unmark);
        return taken;
    }

    int size() {
        return waiting.size();
    }
}
