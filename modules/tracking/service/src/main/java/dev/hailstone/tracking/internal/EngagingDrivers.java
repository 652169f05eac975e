package dev.hailstone.tracking.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;

import dev.hailstone.dispatch.DriverAssigned;
import dev.hailstone.infra.messaging.ModuleEventListener;
import dev.hailstone.infra.persistence.TransactionBound;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.tracking.internal.Engagements.Loss;
import dev.hailstone.trips.DriverUnassigned;
import dev.hailstone.trips.TripCancelled;
import dev.hailstone.trips.TripCompleted;

/// Engages drivers when trips are assigned to them, and frees them when the trips end or lose them.
///
/// What the events of one transaction say is written in one go before the commit: two statements for two hundred events,
/// and locks in an order that suits other transactions.
@Component
final class EngagingDrivers {

    private final Engagements engagements;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    EngagingDrivers(Engagements engagements, ApplicationEventPublisher events, Clock clock) {
        this.engagements = engagements;
        this.events = events;
        this.clock = clock;
    }

    @ModuleEventListener
    void on(DriverAssigned assignment) {
        changes().begun.put(assignment.tripId().value(), assignment.driverId());
    }

    @ModuleEventListener
    void on(DriverUnassigned loss) {
        changes().losses.add(new Loss(loss.tripId().value(), loss.driverId()));
    }

    @ModuleEventListener
    void on(TripCompleted trip) {
        changes().ended.add(trip.tripId().value());
    }

    @ModuleEventListener
    void on(TripCancelled trip) {
        changes().ended.add(trip.tripId().value());
    }

    /// The changes of the running transaction.
    private Changes changes() {
        return TransactionBound.get(Changes.class, Changes::new);
    }

    private final class Changes implements TransactionSynchronization {

        private final TreeMap<UUID, DriverId> begun = new TreeMap<>();
        private final List<Loss> losses = new ArrayList<>();
        private final TreeSet<UUID> ended = new TreeSet<>();

        @Override
        public void beforeCommit(boolean readOnly) {
            Instant now = clock.instant();
            List<Availability> changed = new ArrayList<>();
            if (!begun.isEmpty()) {
                changed.addAll(engagements.begin(begun, now));
            }
            if (!losses.isEmpty()) {
                changed.addAll(engagements.lose(losses));
            }
            if (!ended.isEmpty()) {
                changed.addAll(engagements.end(ended, now));
            }
            events.publishEvent(new AvailabilityChanged(changed));
        }
    }
}
