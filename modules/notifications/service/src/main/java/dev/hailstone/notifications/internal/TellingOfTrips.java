package dev.hailstone.notifications.internal;

import org.springframework.stereotype.Component;

import dev.hailstone.infra.messaging.ModuleEventListener;
import dev.hailstone.trips.DriverArrived;
import dev.hailstone.trips.DriverUnassigned;
import dev.hailstone.trips.PickupApproached;
import dev.hailstone.trips.TripCancelled;
import dev.hailstone.trips.TripStarted;

/// Tells how a trip goes, up to its end; the end of a driven trip is told by [the receipt][TellingOfMoney].
@Component
class TellingOfTrips {

    private final Telling telling;

    TellingOfTrips(Telling telling) {
        this.telling = telling;
    }

    @ModuleEventListener
    void on(DriverArrived arrived) {
        telling.tell(new Untold(Cause.arrival(arrived.tripId(), arrived.driverId()),
                Recipient.rider(arrived.riderId()), arrived.tripId(), Message.driverWaiting(), arrived.at()));
    }

    @ModuleEventListener
    void on(TripStarted started) {
        telling.tell(new Untold(Cause.start(started.tripId()), Recipient.rider(started.riderId()), started.tripId(),
                Message.rideStarted(), started.at()));
    }

    @ModuleEventListener
    void on(PickupApproached booked) {
        telling.tell(new Untold(Cause.reminder(booked.tripId()), Recipient.rider(booked.riderId()), booked.tripId(),
                Message.pickupReminder(booked.pickupAt()), booked.at()));
    }

    @ModuleEventListener
    void on(DriverUnassigned lost) {
        Cause cause = Cause.loss(lost.tripId(), lost.driverId());
        telling.tellLost(lost.tripId(), lost.driverId(),
                new Untold(cause, Recipient.rider(lost.riderId()), lost.tripId(), Message.driverLost(), lost.at()),
                new Untold(cause, Recipient.driver(lost.driverId()), lost.tripId(), Message.assignmentLost(),
                        lost.at()));
    }

    @ModuleEventListener
    void on(TripCancelled cancelled) {
        switch (cancelled.reason()) {
            case NO_DRIVER_FOUND -> {
                tellRider(cancelled, Message.noDriverFound());
                telling.tellAssigned(cancelled.tripId(), cancelled.driverId(),
                        driver -> failure(cancelled, Recipient.driver(driver), Message.assignmentLost()));
            }
            case RIDER_ON_ANOTHER_TRIP -> tellRider(cancelled, Message.tripMissed());
            case RIDER_CANCELLED, RIDER_NOT_THERE -> {
                if (cancelled.fee() == null) {
                    tellRider(cancelled, Message.tripCancelled());
                }
                telling.tellAssigned(cancelled.tripId(), cancelled.driverId(),
                        driver -> failure(cancelled, Recipient.driver(driver), Message.assignmentWithdrawn()));
            }
            case HOLD_DECLINED -> {
                // The ledger tells it too, and knows the amounts.
            }
        }
    }

    private void tellRider(TripCancelled cancelled, Message message) {
        telling.tell(failure(cancelled, Recipient.rider(cancelled.riderId()), message));
    }

    private static Untold failure(TripCancelled cancelled, Recipient recipient, Message message) {
        return new Untold(Cause.failure(cancelled.tripId()), recipient, cancelled.tripId(), message, cancelled.at());
    }
}
