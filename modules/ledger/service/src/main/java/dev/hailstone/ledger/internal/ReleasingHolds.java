package dev.hailstone.ledger.internal;

import org.springframework.stereotype.Component;

import dev.hailstone.infra.messaging.ModuleEventListener;
import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.ledger.internal.Entry.HoldReleased;
import dev.hailstone.ledger.internal.FareStatus.Held;
import dev.hailstone.trips.TripCancelled;
import dev.hailstone.trips.TripId;

/// Frees what was set aside for a trip that came to nothing, but for a fee that is owed nevertheless.
@Component
class ReleasingHolds {

    private final Ledger ledger;
    private final TripCommands commands;
    private final ChargingTrips charging;

    ReleasingHolds(Ledger ledger, TripCommands commands, ChargingTrips charging) {
        this.ledger = ledger;
        this.commands = commands;
        this.charging = charging;
    }

    @ModuleEventListener
    void on(TripCancelled trip) {
        if (trip.fee() != null && trip.driverId() != null) {
            charging.chargeFee(trip.tripId(), trip.riderId(), trip.driverId(), trip.fee(), trip.at());
        } else {
            ledger.decide(Question.of(trip.tripId()), books -> {
                var _ = release(trip.tripId(), books);
            });
        }
    }

    Commanded release(ReleaseHold command, IdempotencyKey key) {
        return commands.once(command.tripId, Question.of(command.tripId), key, command, books -> {
            boolean released = release(command.tripId, books);
            TripMoney money = TripMoney.of(command.tripId, books.fareOf(command.tripId));
            return released ? new Commanded.Done(money) : new Commanded.WrongState(money);
        });
    }

    /// @return whether there was a hold
    static boolean release(TripId trip, Books books) {
        Held hold = books.fareOf(trip).hold();
        if (hold == null) {
            return false;
        }
        books.record(new HoldReleased(trip, hold.rider(), hold.amount()));
        return true;
    }

    record ReleaseHold(TripId tripId) {}
}
