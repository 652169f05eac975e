package dev.hailstone.dispatch.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.function.UnaryOperator;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

import dev.hailstone.infra.messaging.CurrentTrace;
import dev.hailstone.infra.messaging.ModuleEventListener;
import dev.hailstone.ledger.HoldPlaced;
import dev.hailstone.trips.TripRequested;

/// Brings together the two facts that a search needs: a trip is requested, and its fare is held.
@Component
class PreparingSearches {

    private final DecidedAssignments assignments;
    private final DispatchSettings settings;
    private final ApplicationEventPublisher events;
    private final CurrentTrace trace;
    private final Clock clock;

    PreparingSearches(DecidedAssignments assignments, DispatchSettings settings, ApplicationEventPublisher events,
            CurrentTrace trace, Clock clock) {
        this.assignments = assignments;
        this.settings = settings;
        this.events = events;
        this.trace = trace;
        this.clock = clock;
    }

    @ModuleEventListener
    void on(TripRequested trip) {
        Instant now = clock.instant();
        assignments.beginOrChange(
                Assignment.requested(trip.tripId(), trip.riderId(), trip.pickup(), trip.pickupAt()),
                searching(it -> it.request(trip.pickup(), trip.pickupAt(), now, settings.giveUpAfter())));
    }

    @ModuleEventListener
    void on(HoldPlaced hold) {
        Instant now = clock.instant();
        assignments.beginOrChange(Assignment.held(hold.tripId(), hold.riderId()),
                searching(it -> it.hold(now, settings.giveUpAfter())));
    }

    /// The second of the two facts begins the search, which belongs to its trace.
    private UnaryOperator<Assignment> searching(UnaryOperator<Assignment> step) {
        String written = trace.written();
        return before -> {
            Assignment after = step.apply(before);
            if (after.equals(before)) {
                return before;
            }
            events.publishEvent(new SearchDue(after.tripId()));
            return after.ofTrace(written);
        };
    }
}
