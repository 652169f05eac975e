package dev.hailstone.dispatch.internal;

import java.time.Clock;
import java.time.Instant;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import dev.hailstone.dispatch.internal.AssignmentState.Assigned;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.TripId;

/// Lets drivers accept or refuse what they are offered. The same answer may be given again and is understood.
@Component
class AnsweringOffers {

    private final Assignments assignments;
    private final Telling telling;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    AnsweringOffers(Assignments assignments, Telling telling, ApplicationEventPublisher events, Clock clock) {
        this.assignments = assignments;
        this.telling = telling;
        this.events = events;
        this.clock = clock;
    }

    @Transactional
    Outcome answer(TripId trip, DriverId driver, Answer answer) {
        return assignments.lock(trip).map(before -> switch (answer) {
            case ACCEPTED -> accept(before, driver);
            case REFUSED -> refuse(before, driver);
        }).orElse(Outcome.UNKNOWN_TRIP);
    }

    private Outcome accept(Assignment before, DriverId driver) {
        Assignment after = before.accept(driver, clock.instant());
        if (!after.equals(before)) {
            assignments.save(after);
            telling.ofTheDriver(after);
        }
        return after.state() instanceof Assigned assigned && assigned.driver().equals(driver)
                ? Outcome.ANSWERED
                : Outcome.CLOSED;
    }

    private Outcome refuse(Assignment before, DriverId driver) {
        Instant now = clock.instant();
        Assignment after = before.refuse(driver, now);
        if (!after.equals(before)) {
            assignments.save(after);
            telling.ofTheEnd(after);
            events.publishEvent(new SearchDue(after.tripId()));
        }
        return after.declined().contains(driver) ? Outcome.ANSWERED : Outcome.CLOSED;
    }

    /// What a driver may say.
    enum Answer {
        ACCEPTED, REFUSED
    }

    /// What became of an answer.
    enum Outcome {
        /// It counts, now or before.
        ANSWERED,
        /// The trip is not offered to this driver, or no longer.
        CLOSED,
        /// Nothing is known of the trip.
        UNKNOWN_TRIP
    }
}
