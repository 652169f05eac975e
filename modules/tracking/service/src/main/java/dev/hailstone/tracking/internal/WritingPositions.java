package dev.hailstone.tracking.internal;

import java.time.Clock;
import java.util.List;

import jakarta.annotation.PreDestroy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import dev.hailstone.infra.persistence.ModuleTransactions;

/// Writes latest positions behind, so that a restarted process knows where drivers are and other processes can follow.
@Component
final class WritingPositions {

    private final UnwrittenPositions unwritten;
    private final Drivers drivers;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final int batch;
    private final Counter written;

    WritingPositions(UnwrittenPositions unwritten, Drivers drivers, ModuleTransactions transactions,
            Clock clock, TrackingSettings settings, MeterRegistry meters) {
        this.unwritten = unwritten;
        this.drivers = drivers;
        this.transaction = transactions.of("tracking");
        this.clock = clock;
        this.batch = settings.writeBatch();
        this.written = Counter.builder("hailstone.tracking.positions.written")
                .description("Positions written to the database")
                .register(meters);
    }

    /// Writes the positions that wait now, and none that begin to wait meanwhile.
    @PreDestroy
    void write() {
        int waiting = unwritten.size();
        while (waiting > 0) {
            List<TrackedDriver> taken = unwritten.take(Math.min(batch, waiting));
            if (taken.isEmpty()) {
                return;
            }
            write(taken);
            waiting -= taken.size();
        }
    }

    private void write(List<TrackedDriver> taken) {
        try {
            transaction.executeWithoutResult(
                    _ -> drivers.place(taken.stream().map(WritingPositions::placement).toList(), clock.instant()));
            written.increment(taken.size());
        } catch (RuntimeException failure) {
            taken.forEach(unwritten::addAgain);
            throw failure;
        }
    }

    private static Drivers.Placement placement(TrackedDriver driver) {
        Sighting sighting = driver.sighting();
        return new Drivers.Placement(driver.id(), sighting.position(), sighting.at());
    }
}
