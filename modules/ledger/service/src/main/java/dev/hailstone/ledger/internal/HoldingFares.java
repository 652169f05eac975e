package dev.hailstone.ledger.internal;

import java.time.Instant;
import java.util.Optional;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

import dev.hailstone.infra.messaging.ModuleEventListener;
import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.HoldDeclined;
import dev.hailstone.ledger.HoldPlaced;
import dev.hailstone.ledger.internal.Account.Rider;
import dev.hailstone.ledger.internal.Entry.FareHeld;
import dev.hailstone.ledger.internal.Entry.HoldRefused;
import dev.hailstone.ledger.internal.FareStatus.Unknown;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;
import dev.hailstone.trips.TripRequested;

/// Sets the quoted fare of a trip aside, if the rider's account covers it.
@Component
class HoldingFares {

    private final Ledger ledger;
    private final TripCommands commands;
    private final ApplicationEventPublisher events;

    HoldingFares(Ledger ledger, TripCommands commands, ApplicationEventPublisher events) {
        this.ledger = ledger;
        this.commands = commands;
        this.events = events;
    }

    @ModuleEventListener
    void on(TripRequested trip) {
        PlaceHold hold = new PlaceHold(trip.tripId(), trip.riderId(), trip.quotedFare());
        ledger.decide(hold.question(), books -> {
            if (books.fareOf(hold.tripId) instanceof Unknown) {
                missing(hold, books).ifPresentOrElse(available -> refuse(hold, available, books),
                        () -> place(hold, books));
            }
        });
    }

    /// Sets something aside on command. What is not covered leaves no trace: the command may be sent again.
    Commanded place(PlaceHold hold, IdempotencyKey key) {
        return commands.once(hold.tripId, hold.question(), key, hold, books -> {
            if (!(books.fareOf(hold.tripId) instanceof Unknown)) {
                return new Commanded.WrongState(TripMoney.of(hold.tripId, books.fareOf(hold.tripId)));
            }
            Optional<Money> missing = missing(hold, books);
            if (missing.isPresent()) {
                return new Commanded.NotCovered(missing.get());
            }
            place(hold, books);
            return new Commanded.Done(TripMoney.of(hold.tripId, books.fareOf(hold.tripId)));
        });
    }

    /// What is available, if that is not enough.
    private static Optional<Money> missing(PlaceHold hold, Books books) {
        Wallet wallet = hold.wallet();
        Money available = books.stateOf(wallet).available(books.creditOf(wallet));
        return available.compareTo(hold.amount) < 0 ? Optional.of(available) : Optional.empty();
    }

    private void place(PlaceHold hold, Books books) {
        Instant at = books.record(new FareHeld(hold.tripId, hold.riderId, hold.amount)).at();
        events.publishEvent(new HoldPlaced(hold.tripId, hold.riderId, hold.amount, at));
    }

    private void refuse(PlaceHold hold, Money available, Books books) {
        Instant at = books.record(new HoldRefused(hold.tripId, hold.riderId, hold.amount, available)).at();
        events.publishEvent(new HoldDeclined(hold.tripId, hold.riderId, hold.amount, available, at));
    }

    /// @param amount positive
    record PlaceHold(TripId tripId, RiderId riderId, Money amount) {

        Wallet wallet() {
            return Wallet.of(new Rider(riderId), amount);
        }

        Question question() {
            return Question.of(tripId, wallet());
        }
    }
}
