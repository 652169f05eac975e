package dev.hailstone.dispatch.internal;

import java.time.Clock;
import java.time.Instant;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

import dev.hailstone.infra.messaging.ModuleEventListener;
import dev.hailstone.trips.DriverUnassigned;
import dev.hailstone.trips.TripCancelled;
import dev.hailstone.trips.TripCompleted;

/// Frees the driver when their trip is over or has lost them, and stops a search whose trip is over.
@Component
class ReleasingDrivers {

    private final DecidedAssignments assignments;
    private final DispatchSettings settings;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ReleasingDrivers(DecidedAssignments assignments, DispatchSettings settings, ApplicationEventPublisher events,
            Clock clock) {
        this.assignments = assignments;
        this.settings = settings;
        this.events = events;
        this.clock = clock;
    }

    @ModuleEventListener
    void on(TripCompleted trip) {
        assignments.change(trip.tripId(), it -> it.release(trip.at()));
    }

    @ModuleEventListener
    void on(TripCancelled trip) {
        assignments.change(trip.tripId(), it -> it.withdraw(trip.at()));
    }

    /// The search begins anew.
    @ModuleEventListener
    void on(DriverUnassigned lost) {
        Instant now = clock.instant();
        assignments.change(lost.tripId(), it -> it.unassign(lost.driverId(), now, settings.giveUpAfter()));
        events.publishEvent(new SearchDue(lost.tripId()));
    }
}
