package dev.hailstone.notifications.internal;

import org.springframework.stereotype.Component;

import dev.hailstone.dispatch.DriverAssigned;
import dev.hailstone.dispatch.DriverOffered;
import dev.hailstone.infra.messaging.ModuleEventListener;

/// Tells a driver what they are offered; a rider who is coming, and the driver where to go.
///
/// That no driver was found is told when trips has drawn the conclusion, see [TellingOfTrips]: the rider may have
/// cancelled in between.
@Component
class TellingOfAssignments {

    private final Telling telling;

    TellingOfAssignments(Telling telling) {
        this.telling = telling;
    }

    @ModuleEventListener
    void on(DriverOffered offered) {
        telling.tell(new Untold(Cause.offer(offered.tripId()), Recipient.driver(offered.driverId()), offered.tripId(),
                Message.tripOffered(offered.distanceMetres()), offered.at()));
    }

    @ModuleEventListener
    void on(DriverAssigned assigned) {
        Cause cause = Cause.assignment(assigned.tripId(), assigned.driverId());
        telling.tellUnlessUndone(assigned.tripId(), assigned.driverId(),
                new Untold(Cause.failure(assigned.tripId()), Recipient.driver(assigned.driverId()), assigned.tripId(),
                        Message.assignmentWithdrawn(), assigned.at()),
                new Untold(cause, Recipient.rider(assigned.riderId()), assigned.tripId(),
                        Message.driverOnTheWay(assigned.distanceMetres()), assigned.at()),
                new Untold(cause, Recipient.driver(assigned.driverId()), assigned.tripId(),
                        Message.newAssignment(assigned.distanceMetres()), assigned.at()));
    }
}
