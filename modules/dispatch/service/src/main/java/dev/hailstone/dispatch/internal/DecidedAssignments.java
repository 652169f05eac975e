package dev.hailstone.dispatch.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;

import dev.hailstone.infra.persistence.TransactionBound;
import dev.hailstone.trips.TripId;

/// Assignments as other modules' events change them.
///
/// What the events of one transaction say is done before its commit, in their order: a few statements for two hundred
/// events, and locks in an order that suits other transactions.
@Component
class DecidedAssignments {

    private final Assignments assignments;

    DecidedAssignments(Assignments assignments) {
        this.assignments = assignments;
    }

    /// Begins a trip's assignment when the running transaction ends, or changes the one that it has already.
    void beginOrChange(Assignment first, UnaryOperator<Assignment> change) {
        add(new Step(first.tripId(), first, change));
    }

    /// Changes a trip's assignment when the running transaction ends; one that is not there is nobody's.
    void change(TripId trip, UnaryOperator<Assignment> change) {
        add(new Step(trip, null, change));
    }

    private void add(Step step) {
        TransactionBound.get(Steps.class, Steps::new).all.add(step);
    }

    /// @param first what the trip gets if it has none
    private record Step(TripId trip, @Nullable Assignment first, UnaryOperator<Assignment> change) {}

    private final class Steps implements TransactionSynchronization {

        private final List<Step> all = new ArrayList<>();
        private final Map<TripId, Assignment> current = new HashMap<>();
        private final Map<TripId, Assignment> changed = new LinkedHashMap<>();

        @Override
        public void beforeCommit(boolean readOnly) {
            lock(all.stream().map(Step::trip).collect(Collectors.toSet()));
            Set<TripId> begun = begin();
            for (Step step : all) {
                Assignment before = current.get(step.trip());
                if (before != null) {
                    take(before, step.change().apply(before));
                } else if (step.first() != null && begun.contains(step.trip())) {
                    current.put(step.trip(), step.first());
                }
            }
            if (!changed.isEmpty()) {
                assignments.saveAll(List.copyOf(changed.values()));
            }
        }

        private void take(Assignment before, Assignment after) {
            if (!after.equals(before)) {
                current.put(after.tripId(), after);
                changed.put(after.tripId(), after);
            }
        }

        /// @return the trips whose first assignment is there now
        private Set<TripId> begin() {
            Map<TripId, Assignment> missing = new HashMap<>();
            for (Step step : all) {
                if (step.first() != null && !current.containsKey(step.trip())) {
                    missing.putIfAbsent(step.trip(), step.first());
                }
            }
            if (missing.isEmpty()) {
                return Set.of();
            }
            Set<TripId> begun = assignments.add(missing.values());
            Set<TripId> contested = new HashSet<>(missing.keySet());
            contested.removeAll(begun);
            if (!contested.isEmpty()) {
                // The trip's other event was quicker, in a transaction that has just ended.
                lock(contested);
            }
            return begun;
        }

        private void lock(Set<TripId> trips) {
            assignments.lock(trips).forEach(it -> current.put(it.tripId(), it));
        }
    }
}
