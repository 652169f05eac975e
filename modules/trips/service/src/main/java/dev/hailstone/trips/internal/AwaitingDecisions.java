package dev.hailstone.trips.internal;

import java.time.Clock;
import java.time.Instant;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

import dev.hailstone.dispatch.DriverAssigned;
import dev.hailstone.dispatch.NoDriverFound;
import dev.hailstone.infra.messaging.ModuleEventListener;
import dev.hailstone.ledger.HoldDeclined;
import dev.hailstone.ledger.HoldPlaced;
import dev.hailstone.trips.CancellationReason;
import dev.hailstone.trips.TripId;

/// Moves requested trips on as the ledger and dispatch decide, in whatever order they are heard.
@Component
class AwaitingDecisions {

    private final DecidedTrips trips;
    private final ApplicationEventPublisher events;
    private final TripsSettings rules;
    private final Clock clock;

    AwaitingDecisions(DecidedTrips trips, ApplicationEventPublisher events, TripsSettings rules, Clock clock) {
        this.trips = trips;
        this.events = events;
        this.rules = rules;
        this.clock = clock;
    }

    @ModuleEventListener
    void on(HoldPlaced hold) {
        trips.change(hold.tripId(), trip -> trip.fareHeld(hold.at()));
    }

    @ModuleEventListener
    void on(HoldDeclined hold) {
        cancel(hold.tripId(), CancellationReason.HOLD_DECLINED);
    }

    /// A driver who has fallen silent since then does not get the trip, as if that had been heard after the assignment.
    @ModuleEventListener
    void on(DriverAssigned assignment) {
        trips.change(assignment.tripId(), assignment.driverId(), (trip, silentAt) -> {
            Instant now = clock.instant();
            if (trip.assign(assignment.driverId(), assignment.at(), now, rules)) {
                silentAt.ifPresent(at -> publish(trip.loseSight(at, now, rules)));
            }
        });
    }

    @ModuleEventListener
    void on(NoDriverFound search) {
        cancel(search.tripId(), CancellationReason.NO_DRIVER_FOUND);
    }

    private void cancel(TripId id, CancellationReason reason) {
        trips.change(id, trip -> publish(trip.cancel(reason, clock.instant())));
    }

    private void publish(Transition transition) {
        switch (transition) {
            case Transition.Happened(var event) -> events.publishEvent(event);
            case Transition.Refused _,Transition.Unfit _ -> {
                // The rider was quicker and the trip has ended already, or the silence is older than the assignment.
            }
        }
    }
}
