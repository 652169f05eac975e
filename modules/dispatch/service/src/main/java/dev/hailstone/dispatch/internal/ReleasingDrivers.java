package dev.hailstone.dispatch.internal;

import java.util.function.UnaryOperator;

import org.springframework.stereotype.Component;

import dev.hailstone.infra.messaging.ModuleEventListener;
import dev.hailstone.trips.TripCancelled;
import dev.hailstone.trips.TripCompleted;
import dev.hailstone.trips.TripId;

/// Frees the driver when their trip is over, and stops a search whose trip is.
@Component
class ReleasingDrivers {

    private final Assignments assignments;

    ReleasingDrivers(Assignments assignments) {
        this.assignments = assignments;
    }

    @ModuleEventListener
    void on(TripCompleted trip) {
        change(trip.tripId(), it -> it.release(trip.at()));
    }

    @ModuleEventListener
    void on(TripCancelled trip) {
        change(trip.tripId(), it -> it.withdraw(trip.at()));
    }

    private void change(TripId tripId, UnaryOperator<Assignment> step) {
        assignments.lock(tripId).ifPresent(before -> {
            Assignment after = step.apply(before);
            if (!after.equals(before)) {
                assignments.save(after);
            }
        });
    }
}
