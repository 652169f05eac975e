package dev.hailstone.notifications.internal;

import org.springframework.stereotype.Component;

import dev.hailstone.infra.messaging.ModuleEventListener;
import dev.hailstone.ledger.CancellationFeeCharged;
import dev.hailstone.ledger.DriverPaidOut;
import dev.hailstone.ledger.FareCharged;
import dev.hailstone.ledger.FareRefunded;
import dev.hailstone.ledger.HoldDeclined;

/// Tells riders what they pay and drivers what they earn.
@Component
class TellingOfMoney {

    private final Telling telling;

    TellingOfMoney(Telling telling) {
        this.telling = telling;
    }

    @ModuleEventListener
    void on(FareCharged charged) {
        Cause cause = Cause.charge(charged.tripId(), charged.at());
        telling.tell(new Untold(cause, Recipient.rider(charged.riderId()), charged.tripId(),
                Message.receipt(charged.total()), charged.at()));
        telling.tell(new Untold(cause, Recipient.driver(charged.driverId()), charged.tripId(),
                Message.earnings(charged.driverShare()), charged.at()));
    }

    @ModuleEventListener
    void on(CancellationFeeCharged charged) {
        Cause cause = Cause.charge(charged.tripId(), charged.at());
        telling.tell(new Untold(cause, Recipient.rider(charged.riderId()), charged.tripId(),
                Message.cancellationFee(charged.fee()), charged.at()));
        telling.tell(new Untold(cause, Recipient.driver(charged.driverId()), charged.tripId(),
                Message.compensation(charged.driverShare()), charged.at()));
    }

    @ModuleEventListener
    void on(FareRefunded refunded) {
        telling.tell(new Untold(Cause.refund(refunded.tripId(), refunded.number()),
                Recipient.rider(refunded.riderId()), refunded.tripId(), Message.refund(refunded.total()),
                refunded.at()));
    }

    @ModuleEventListener
    void on(HoldDeclined declined) {
        telling.tell(new Untold(Cause.failure(declined.tripId()), Recipient.rider(declined.riderId()),
                declined.tripId(), Message.fareNotCovered(declined.amount(), declined.available()), declined.at()));
    }

    @ModuleEventListener
    void on(DriverPaidOut paid) {
        telling.tell(new Untold(Cause.payout(paid.driverId(), paid.at()), Recipient.driver(paid.driverId()), null,
                Message.paidOut(paid.amount()), paid.at()));
    }
}
