package dev.hailstone.trips.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import dev.hailstone.trips.TripId;

/// The transactions that move trips on whose time is over, a trip each.
///
/// The time stands in the trip itself. Whoever moves a trip on holds its lock and looks at the time again, so of several
/// processes, and of a process and a command, one does it.
@Component
@Transactional
class KeepingLimits {

    private final Trips trips;
    private final ApplicationEventPublisher events;
    private final TripsSettings rules;
    private final Clock clock;

    KeepingLimits(Trips trips, ApplicationEventPublisher events, TripsSettings rules, Clock clock) {
        this.trips = trips;
        this.events = events;
        this.rules = rules;
        this.clock = clock;
    }

    /// Trips whose time is over, the longest overdue first.
    @Transactional(readOnly = true)
    List<TripId> due() {
        return trips.due(clock.instant(), Limit.of(rules.batchSize()));
    }

    /// Moves a trip on, if its time is over still.
    void moveOn(TripId id) {
        trips.findById(id).ifPresent(trip -> {
            if (next(trip) instanceof Transition.Happened(var event)) {
                events.publishEvent(event);
            }
        });
    }

    private Transition next(Trip trip) {
        Instant now = clock.instant();
        return trip.isDueForASearch(now) && trips.openTripOf(trip.rider()).isPresent()
                ? trip.waitForRider(now)
                : trip.fallDue(now, rules);
    }
}
