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
/// matter are not counted, so that a backlog, or all of a journal heard anew, costs nothing and moves no price. Only how old
/// the end of a ride is whose meter shows another day is not known.
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

    /// The driver is free where the trip ended, and from then on. A meter may show another day, and a ride that ended before
    /// it was requested does: its driver counts as free now.
    @ModuleEventListener
    void on(TripCompleted trip) {
        count(Traffic.DRIVER, trip.dropoff(),
                trip.at().isBefore(trip.requestedAt()) ? clock.instant() : trip.at());
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
