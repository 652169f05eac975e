package dev.hailstone.ledger.internal;

import org.springframework.stereotype.Component;

import dev.hailstone.infra.messaging.ModuleEventListener;
import dev.hailstone.ledger.internal.Entry.HoldReleased;
import dev.hailstone.ledger.internal.FareStatus.Held;
import dev.hailstone.trips.TripCancelled;

/// Frees what was set aside for a trip that came to nothing.
@Component
class ReleasingHolds {

    private final Ledger ledger;

    ReleasingHolds(Ledger ledger) {
        this.ledger = ledger;
    }

    @ModuleEventListener
    void on(TripCancelled trip) {
        Books books = ledger.open();
        if (books.fareOf(trip.tripId()) instanceof Held(var amount)) {
            books.record(new HoldReleased(trip.tripId(), trip.riderId(), amount));
        }
    }
}
