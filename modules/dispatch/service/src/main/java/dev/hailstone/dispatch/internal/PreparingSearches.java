package dev.hailstone.dispatch.internal;

import java.time.Clock;
import java.util.function.UnaryOperator;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

import dev.hailstone.infra.messaging.CurrentTrace;
import dev.hailstone.infra.messaging.ModuleEventListener;
import dev.hailstone.ledger.HoldPlaced;
import dev.hailstone.trips.TripId;
import dev.hailstone.trips.TripRequested;

/// Brings together the two facts that a search needs: a trip is requested, and its fare is held.
@Component
class PreparingSearches {

    private final Assignments assignments;
    private final DispatchSettings settings;
    private final ApplicationEventPublisher events;
    private final CurrentTrace trace;
    private final Clock clock;

    PreparingSearches(Assignments assignments, DispatchSettings settings, ApplicationEventPublisher events,
            CurrentTrace trace, Clock clock) {
        this.assignments = assignments;
        this.settings = settings;
        this.events = events;
        this.trace = trace;
        this.clock = clock;
    }

    @ModuleEventListener
    void on(TripRequested trip) {
        if (!assignments.add(Assignment.requested(trip.tripId(), trip.riderId(), trip.pickup(), trip.pickupAt()))) {
            change(trip.tripId(),
                    it -> it.request(trip.pickup(), trip.pickupAt(), clock.instant(), settings.giveUpAfter()));
        }
    }

    @ModuleEventListener
    void on(HoldPlaced hold) {
        UnaryOperator<Assignment> step = it -> it.hold(clock.instant(), settings.giveUpAfter());
        // Nearly always the request is here already. If both are on their way at this moment, adding waits for the other.
        if (!change(hold.tripId(), step) && !assignments.add(Assignment.held(hold.tripId(), hold.riderId()))) {
            change(hold.tripId(), step);
        }
    }

    private boolean change(TripId tripId, UnaryOperator<Assignment> step) {
        return assignments.lock(tripId).map(before -> {
            Assignment after = step.apply(before);
            if (!after.equals(before)) {
                assignments.save(after.ofTrace(trace.written()));
                events.publishEvent(new SearchDue(tripId));
            }
            return after;
        }).isPresent();
    }
}
