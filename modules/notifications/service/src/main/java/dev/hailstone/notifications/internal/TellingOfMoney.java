package dev.hailstone.notifications.internal;

import org.springframework.stereotype.Component;

import dev.hailstone.infra.messaging.ModuleEventListener;
import dev.hailstone.ledger.DriverPaidOut;
import dev.hailstone.ledger.FareCharged;
import dev.hailstone.ledger.HoldDeclined;

/// Tells riders what they pay and drivers what they earn.
@Component
class TellingOfMoney {

    private final Notifications notifications;

    TellingOfMoney(Notifications notifications) {
        this.notifications = notifications;
    }

    @ModuleEventListener
    void on(FareCharged charged) {
        notifications.tell(Cause.charge(charged.tripId()),
                Notification.unread(Recipient.rider(charged.riderId()), charged.tripId(),
                        Message.receipt(charged.total()), charged.at()),
                Notification.unread(Recipient.driver(charged.driverId()), charged.tripId(),
                        Message.earnings(charged.driverShare()), charged.at()));
    }

    @ModuleEventListener
    void on(HoldDeclined declined) {
        notifications.tell(Cause.failure(declined.tripId()), Notification.unread(Recipient.rider(declined.riderId()),
                declined.tripId(), Message.fareNotCovered(declined.amount(), declined.available()), declined.at()));
    }

    @ModuleEventListener
    void on(DriverPaidOut paid) {
        notifications.tell(Cause.payout(paid.driverId(), paid.at()),
                Notification.unread(Recipient.driver(paid.driverId()), null, Message.paidOut(paid.amount()),
                        paid.at()));
    }
}
