package dev.hailstone.trips.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;

import dev.hailstone.infra.messaging.CurrentTrace;
import dev.hailstone.infra.messaging.ModuleEventListener;
import dev.hailstone.infra.persistence.TransactionBound;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.tracking.DriverWentOffline;
import dev.hailstone.tracking.DriverWentOnline;
import dev.hailstone.tracking.OfflineReason;

/// Does not let riders wait for drivers who have fallen silent. Who signs off still makes the trip that they have.
///
/// What the events of one transaction say is done before its commit: drivers and trips are locked at once, and in an order
/// that suits other transactions. Silences are kept for [assignments that are heard later][AwaitingDecisions].
@Component
class LosingDrivers {

    private final Trips trips;
    private final Silences silences;
    private final ApplicationEventPublisher events;
    private final CurrentTrace trace;
    private final TripsSettings rules;
    private final Clock clock;

    LosingDrivers(Trips trips, Silences silences, ApplicationEventPublisher events, CurrentTrace trace,
            TripsSettings rules, Clock clock) {
        this.trips = trips;
        this.silences = silences;
        this.events = events;
        this.trace = trace;
        this.rules = rules;
        this.clock = clock;
    }

    @ModuleEventListener
    void on(DriverWentOffline driver) {
        if (driver.reason() == OfflineReason.SILENT) {
            changes().silent.put(driver.driverId(), driver.at());
            changes().add(driver.driverId(), trip -> {
                if (trip.loseSight(driver.at(), clock.instant(), rules) instanceof Transition.Happened(var event)) {
                    events.publishEvent(event);
                }
            });
        }
    }

    @ModuleEventListener
    void on(DriverWentOnline driver) {
        changes().add(driver.driverId(), trip -> trip.regainSight(rules));
    }

    /// The changes of the running transaction.
    private Changes changes() {
        return TransactionBound.get(Changes.class, Changes::new);
    }

    private final class Changes implements TransactionSynchronization {

        private final Map<DriverId, Instant> silent = new HashMap<>();
        private final Set<DriverId> drivers = new HashSet<>();
        private final List<Runnable> changes = new ArrayList<>();
        private List<Trip> open = List.of();

        void add(DriverId driver, Consumer<Trip> change) {
            drivers.add(driver);
            changes.add(trace.keptFor(
                    () -> open.stream().filter(trip -> driver.equals(trip.driver())).forEach(change)));
        }

        @Override
        public void beforeCommit(boolean readOnly) {
            silences.note(silent, clock.instant());
            open = trips.openTripsOf(drivers.stream().map(DriverId::value).toList());
            changes.forEach(Runnable::run);
        }
    }
}
