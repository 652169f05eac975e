package dev.hailstone.ledger.internal;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

import dev.hailstone.infra.messaging.ModuleEventListener;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.FareCharged;
import dev.hailstone.ledger.internal.Entry.FareSettled;
import dev.hailstone.ledger.internal.FareStatus.Held;
import dev.hailstone.ledger.internal.FareStatus.Refused;
import dev.hailstone.ledger.internal.FareStatus.Released;
import dev.hailstone.ledger.internal.FareStatus.Settled;
import dev.hailstone.ledger.internal.FareStatus.Unknown;
import dev.hailstone.trips.Fare;
import dev.hailstone.trips.TripCompleted;

/// Charges a rider when their trip is over, and gives everybody their share.
@Component
class ChargingTrips {

    private final Ledger ledger;
    private final DriverShare driverShare;
    private final ApplicationEventPublisher events;

    ChargingTrips(Ledger ledger, LedgerProperties properties, ApplicationEventPublisher events) {
        this.ledger = ledger;
        this.driverShare = new DriverShare(properties.driverShare());
        this.events = events;
    }

    @ModuleEventListener
    void on(TripCompleted trip) {
        Books books = ledger.open();
        switch (books.fareOf(trip.tripId())) {
            case Held(var amount) -> charge(trip, amount, books);
            // The rider has been driven, so the fare is owed, whatever became of the hold.
            case Unknown _,Refused _,Released _ -> charge(trip, null, books);
            case Settled _ -> {
            }
        }
    }

    private void charge(TripCompleted trip, @Nullable Money hold, Books books) {
        Fare fare = trip.fare();
        DriverShare.Split split = driverShare.of(fare);
        Instant at = books.record(new FareSettled(trip.tripId(), trip.riderId(), trip.driverId(), fare.total(),
                split.driver(), split.platform(), fare.surcharges(), hold));
        events.publishEvent(new FareCharged(trip.tripId(), trip.riderId(), trip.driverId(), fare.total(),
                split.driver(), split.platform(), at));
    }
}
