package dev.hailstone.notifications.internal;

import org.springframework.stereotype.Component;

import dev.hailstone.dispatch.DriverAssigned;
import dev.hailstone.infra.messaging.ModuleEventListener;

/// Tells a rider who is coming, and the driver where to go.
///
/// That no driver was found is told when trips has drawn the conclusion, see [TellingOfTrips]: the rider may have
/// cancelled in between.
@Component
class TellingOfAssignments {

    private final Notifications notifications;
    private final Engagements engagements;

    TellingOfAssignments(Notifications notifications, Engagements engagements) {
        this.notifications = notifications;
        this.engagements = engagements;
    }

    @ModuleEventListener
    void on(DriverAssigned assigned) {
        if (engagements.assign(assigned.tripId(), assigned.driverId())) {
            notifications.tell(Cause.assignment(assigned.tripId()),
                    Notification.unread(Recipient.rider(assigned.riderId()), assigned.tripId(),
                            Message.driverOnTheWay(assigned.distanceMetres()), assigned.at()),
                    Notification.unread(Recipient.driver(assigned.driverId()), assigned.tripId(),
                            Message.newAssignment(assigned.distanceMetres()), assigned.at()));
        }
    }
}
