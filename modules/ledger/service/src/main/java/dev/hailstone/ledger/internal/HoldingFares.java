package dev.hailstone.ledger.internal;

import java.time.Instant;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

import dev.hailstone.infra.messaging.ModuleEventListener;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.HoldDeclined;
import dev.hailstone.ledger.HoldPlaced;
import dev.hailstone.ledger.internal.Account.Rider;
import dev.hailstone.ledger.internal.Entry.FareHeld;
import dev.hailstone.ledger.internal.Entry.HoldRefused;
import dev.hailstone.ledger.internal.FareStatus.Unknown;
import dev.hailstone.trips.TripRequested;

/// Sets the quoted fare of a trip aside, if the rider's account covers it.
@Component
class HoldingFares {

    private final Ledger ledger;
    private final LedgerProperties properties;
    private final ApplicationEventPublisher events;

    HoldingFares(Ledger ledger, LedgerProperties properties, ApplicationEventPublisher events) {
        this.ledger = ledger;
        this.properties = properties;
        this.events = events;
    }

    @ModuleEventListener
    void on(TripRequested trip) {
        Books books = ledger.open();
        if (books.fareOf(trip.tripId()) instanceof Unknown) {
            hold(trip, books);
        }
    }

    private void hold(TripRequested trip, Books books) {
        Money fare = trip.quotedFare();
        Money available = books.fundsOf(new Rider(trip.riderId()), fare.currency())
                .available(properties.creditIn(fare.currency()));
        if (available.compareTo(fare) >= 0) {
            Instant at = books.record(new FareHeld(trip.tripId(), trip.riderId(), fare));
            events.publishEvent(new HoldPlaced(trip.tripId(), trip.riderId(), fare, at));
        } else {
            Instant at = books.record(new HoldRefused(trip.tripId(), trip.riderId(), fare, available));
            events.publishEvent(new HoldDeclined(trip.tripId(), trip.riderId(), fare, available, at));
        }
    }
}
