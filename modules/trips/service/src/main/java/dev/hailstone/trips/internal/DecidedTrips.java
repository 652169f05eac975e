package dev.hailstone.trips.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;

import dev.hailstone.infra.messaging.CurrentTrace;
import dev.hailstone.infra.persistence.TransactionBound;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.TripId;

/// Trips as other modules' events change them.
///
/// What the events of one transaction decide is done before its commit, in their order: all these trips are locked at once,
/// and in an order that suits other transactions, after the drivers of whom they hear.
@Component
class DecidedTrips {

    private final Trips trips;
    private final Silences silences;
    private final CurrentTrace trace;

    DecidedTrips(Trips trips, Silences silences, CurrentTrace trace) {
        this.trips = trips;
        this.silences = silences;
        this.trace = trace;
    }

    /// Changes a trip when the running transaction ends; one that is not there is nobody's.
    void change(TripId id, Consumer<Trip> change) {
        changes().add(id, change);
    }

    /// The same, with the knowledge of when a driver last fell silent, if they did.
    void change(TripId id, DriverId driver, BiConsumer<Trip, Optional<Instant>> change) {
        Changes changes = changes();
        changes.drivers.add(driver);
        changes.add(id, trip -> change.accept(trip, Optional.ofNullable(changes.silentAt.get(driver))));
    }

    private Changes changes() {
        return TransactionBound.get(Changes.class, Changes::new);
    }

    private final class Changes implements TransactionSynchronization {

        private final Set<TripId> ids = new HashSet<>();
        private final Set<DriverId> drivers = new HashSet<>();
        private final Map<DriverId, Instant> silentAt = new HashMap<>();
        private final Map<TripId, Trip> locked = new HashMap<>();
        private final List<Runnable> changes = new ArrayList<>();

        void add(TripId id, Consumer<Trip> change) {
            ids.add(id);
            changes.add(trace.keptFor(() -> {
                Trip trip = locked.get(id);
                if (trip != null) {
                    change.accept(trip);
                }
            }));
        }

        @Override
        public void beforeCommit(boolean readOnly) {
            silentAt.putAll(silences.of(drivers));
            trips.lock(ids.stream().map(TripId::value).toList()).forEach(trip -> locked.put(trip.id(), trip));
            changes.forEach(Runnable::run);
        }
    }
}
