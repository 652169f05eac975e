package dev.hailstone.notifications.internal;

import org.springframework.stereotype.Component;

import dev.hailstone.infra.messaging.ModuleEventListener;
import dev.hailstone.trips.DriverArrived;
import dev.hailstone.trips.TripCancelled;
import dev.hailstone.trips.TripStarted;

/// Tells how a trip goes, up to its end; the end of a driven trip is told by [the receipt][TellingOfMoney].
@Component
class TellingOfTrips {

    private final Notifications notifications;
    private final Engagements engagements;

    TellingOfTrips(Notifications notifications, Engagements engagements) {
        this.notifications = notifications;
        this.engagements = engagements;
    }

    @ModuleEventListener
    void on(DriverArrived arrived) {
        notifications.tell(Cause.arrival(arrived.tripId()), Notification.unread(Recipient.rider(arrived.riderId()),
                arrived.tripId(), Message.driverWaiting(), arrived.at()));
    }

    @ModuleEventListener
    void on(TripStarted started) {
        notifications.tell(Cause.start(started.tripId()), Notification.unread(Recipient.rider(started.riderId()),
                started.tripId(), Message.rideStarted(), started.at()));
    }

    @ModuleEventListener
    void on(TripCancelled cancelled) {
        switch (cancelled.reason()) {
            case NO_DRIVER_FOUND -> tellRider(cancelled, Message.noDriverFound());
            case RIDER_CANCELLED -> {
                tellRider(cancelled, Message.tripCancelled());
                engagements.cancel(cancelled.tripId(), cancelled.driverId())
                        .map(Recipient::driver)
                        .ifPresent(driver -> tell(cancelled, driver, Message.assignmentWithdrawn()));
            }
            case HOLD_DECLINED -> {
                // The ledger tells it too, and knows the amounts.
            }
        }
    }

    private void tellRider(TripCancelled cancelled, Message message) {
        tell(cancelled, Recipient.rider(cancelled.riderId()), message);
    }

    private void tell(TripCancelled cancelled, Recipient recipient, Message message) {
        notifications.tell(Cause.failure(cancelled.tripId()),
                Notification.unread(recipient, cancelled.tripId(), message, cancelled.at()));
    }
}
