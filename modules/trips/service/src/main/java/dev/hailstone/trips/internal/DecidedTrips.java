package dev.hailstone.trips.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;

import dev.hailstone.infra.messaging.CurrentTrace;
import dev.hailstone.infra.persistence.TransactionBound;
import dev.hailstone.trips.TripId;

/// Trips as other modules' events change them.
///
/// What the events of one transaction decide is done before its commit, in their order: all these trips are locked at once,
/// and in an order that suits other transactions.
@Component
class DecidedTrips {

    private final Trips trips;
    private final CurrentTrace trace;

    DecidedTrips(Trips trips, CurrentTrace trace) {
        this.trips = trips;
        this.trace = trace;
    }

    /// Changes a trip when the running transaction ends; one that is not there is nobody's.
    void change(TripId id, Consumer<Trip> change) {
        TransactionBound.get(Changes.class, Changes::new).add(id, change);
    }

    private final class Changes implements TransactionSynchronization {

        private final Set<TripId> ids = new HashSet<>();
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
            trips.lock(ids.stream().map(TripId::value).toList()).forEach(trip -> locked.put(trip.id(), trip));
            changes.forEach(Runnable::run);
        }
    }
}
