package dev.hailstone.pricing.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.TreeMap;

import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;

import dev.hailstone.infra.messaging.ModuleEventListener;
import dev.hailstone.infra.persistence.TransactionBound;
import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.tracking.DriverWentOffline;
import dev.hailstone.tracking.DriverWentOnline;
import dev.hailstone.trips.TripCompleted;
import dev.hailstone.trips.TripRequested;

/// Counts demand and supply by cell and minute.
///
/// What the events of one transaction add up to is written by one statement before the commit. Events that are too old to
/// matter are not counted, so that hearing all of a journal anew costs nothing.
@Component
final class CountingTraffic {

    private final TrafficCounts counts;
    private final Clock clock;
    private final Duration window;

    CountingTraffic(TrafficCounts counts, Clock clock, PricingSettings settings) {
        this.counts = counts;
        this.clock = clock;
        this.window = settings.surge().window();
    }

    @ModuleEventListener
    void on(TripRequested trip) {
        count(Traffic.REQUEST, trip.pickup(), trip.at());
    }

    /// The driver is free where the trip ended, and free now: the trip's own time is that of a meter, which may be of
    /// another day.
    @ModuleEventListener
    void on(TripCompleted trip) {
        count(Traffic.DRIVER, trip.dropoff(), clock.instant());
    }

    @ModuleEventListener
    void on(DriverWentOnline driver) {
        count(Traffic.DRIVER, driver.position(), driver.at());
    }

    @ModuleEventListener
    void on(DriverWentOffline driver) {
        count(Traffic.DRIVER_LESS, driver.lastPosition(), driver.at());
    }

    private void count(Traffic traffic, GeoPoint place, Instant at) {
        if (at.isAfter(clock.instant().minus(window))) {
            var slot = new TrafficCounts.Slot(Cell.of(place), at.truncatedTo(ChronoUnit.MINUTES));
            tally().traffic.merge(slot, traffic, Traffic::plus);
        }
    }

    /// What the running transaction has counted.
    private Tally tally() {
        return TransactionBound.get(Tally.class, Tally::new);
    }

    private final class Tally implements TransactionSynchronization {

        private final TreeMap<TrafficCounts.Slot, Traffic> traffic = new TreeMap<>();

        @Override
        public void beforeCommit(boolean readOnly) {
            counts.add(traffic);
        }
    }
}
