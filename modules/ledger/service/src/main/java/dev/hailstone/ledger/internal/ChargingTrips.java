package dev.hailstone.ledger.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

import dev.hailstone.infra.messaging.ModuleEventListener;
import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.CancellationFeeCharged;
import dev.hailstone.ledger.FareCharged;
import dev.hailstone.ledger.internal.Account.Rider;
import dev.hailstone.ledger.internal.Entry.FareSettled;
import dev.hailstone.ledger.internal.FareStatus.Held;
import dev.hailstone.ledger.internal.FareStatus.Refused;
import dev.hailstone.ledger.internal.FareStatus.Released;
import dev.hailstone.ledger.internal.FareStatus.Reversed;
import dev.hailstone.ledger.internal.FareStatus.Settled;
import dev.hailstone.ledger.internal.FareStatus.Unknown;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.Fare;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripCompleted;
import dev.hailstone.trips.TripId;

/// Charges a rider when their trip is over, and gives everybody their share. What was set aside for the trip is captured:
/// it is free again in the same entry.
@Component
class ChargingTrips {

    private final Ledger ledger;
    private final TripCommands commands;
    private final DriverShare driverShare;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ChargingTrips(Ledger ledger, TripCommands commands, LedgerProperties properties, ApplicationEventPublisher events,
            Clock clock) {
        this.ledger = ledger;
        this.commands = commands;
        this.driverShare = new DriverShare(properties.driverShare());
        this.events = events;
        this.clock = clock;
    }

    @ModuleEventListener
    void on(TripCompleted trip) {
        Ride ride = new Ride(trip.tripId(), trip.riderId(), trip.driverId(), trip.fare(), Zone.of(trip.pickup()),
                trip.at());
        ledger.decide(Question.of(ride.tripId, ride.wallet()), books -> {
            if (isSettledBefore(ride.tripId, books)) {
                var _ = ReleasingHolds.release(ride.tripId, books);
            } else {
                var _ = charge(ride, books);
            }
        });
    }

    /// Charges a rider the fee for a late cancellation, out of the hold. In the books it is a fare for no ride: shared,
    /// refunded and reversed like any other.
    void chargeFee(TripId trip, RiderId rider, DriverId driver, Money fee, Instant at) {
        Ride vain = new Ride(trip, rider, driver, Fare.of(fee), Zone.UNKNOWN, at);
        ledger.decide(Question.of(trip, vain.wallet()), books -> {
            if (isSettledBefore(trip, books)) {
                var _ = ReleasingHolds.release(trip, books);
            } else {
                settle(vain, books).ifPresent(
                        settled -> events.publishEvent(new CancellationFeeCharged(trip, rider, driver, fee,
                                settled.driverShare(), settled.platformShare(), settled.at())));
            }
        });
    }

    /// Whether there is nothing left for the end of the trip to charge, be it that an operator has undone the charge.
    private static boolean isSettledBefore(TripId trip, Books books) {
        return switch (books.fareOf(trip)) {
            case Settled _,Reversed _ -> true;
            case Unknown _,Held _,Refused _,Released _ -> false;
        };
    }

    /// Charges a rider on command, with or without a hold, and also anew after a charge was undone. The event of the trip
    /// does not: what an operator has undone stays undone until an operator says otherwise.
    Commanded charge(ChargeFare command, IdempotencyKey key) {
        return commands.once(command.tripId, command.question(), key, command, books -> {
            boolean charged = charge(new Ride(command.tripId, command.riderId, command.driverId, command.fare,
                    Zone.UNKNOWN, clock.instant()), books);
            return answer(command.tripId, charged, books);
        });
    }

    /// Charges whoever a fare is held of on command, and no one otherwise.
    Commanded capture(CaptureHold command, IdempotencyKey key) {
        return commands.once(command.tripId, Question.of(command.tripId), key, command, books -> {
            boolean charged = books.fareOf(command.tripId) instanceof Held(var rider, _)
                    && charge(new Ride(command.tripId, rider, command.driverId, command.fare, Zone.UNKNOWN,
                            clock.instant()), books);
            return answer(command.tripId, charged, books);
        });
    }

    private static Commanded answer(TripId trip, boolean charged, Books books) {
        TripMoney money = TripMoney.of(trip, books.fareOf(trip));
        return charged ? new Commanded.Done(money) : new Commanded.WrongState(money);
    }

    /// @return whether the trip was not charged
    private boolean charge(Ride ride, Books books) {
        Optional<Settlement> settlement = settle(ride, books);
        settlement.ifPresent(settled -> events.publishEvent(new FareCharged(ride.tripId, ride.riderId, ride.driverId,
                ride.fare.total(), settled.driverShare, settled.platformShare, settled.at)));
        return settlement.isPresent();
    }

    /// @return empty if the trip is charged
    private Optional<Settlement> settle(Ride ride, Books books) {
        return switch (books.fareOf(ride.tripId)) {
            case Held hold -> Optional.of(settle(ride, 1, freed(ride, hold, books), books));
            // The rider has been driven, so the fare is owed, whatever became of the hold.
            case Unknown _,Refused _,Released _ -> Optional.of(settle(ride, 1, null, books));
            case Reversed(FareSettled undone, var hold) ->
                Optional.of(settle(ride.where(undone), undone.number() + 1, freed(ride, hold, books), books));
            case Settled _ -> Optional.empty();
        };
    }

    /// What of the hold the charge itself frees. A hold of another currency, or on another rider, is in another stream.
    private static @Nullable Money freed(Ride ride, @Nullable Held hold, Books books) {
        if (hold != null && Wallet.of(new Rider(hold.rider()), hold.amount()).equals(ride.wallet())) {
            return hold.amount();
        }
        var _ = ReleasingHolds.release(ride.tripId, books);
        return null;
    }

    private Settlement settle(Ride ride, int number, @Nullable Money hold, Books books) {
        Fare fare = ride.fare;
        DriverShare.Split split = driverShare.of(fare);
        Instant at = books.record(new FareSettled(ride.tripId, number, ride.riderId, ride.driverId, fare.total(),
                split.driver(), split.platform(), fare.surcharges(), hold, ride.zone.name(), ride.endedAt)).at();
        return new Settlement(split.driver(), split.platform(), at);
    }

    /// What a charge has come to.
    private record Settlement(Money driverShare, Money platformShare, Instant at) {}

    record ChargeFare(TripId tripId, RiderId riderId, DriverId driverId, Fare fare) {

        private Question question() {
            return Question.of(tripId, Wallet.of(new Rider(riderId), fare.total()));
        }
    }

    record CaptureHold(TripId tripId, DriverId driverId, Fare fare) {}

    /// What was driven, and is owed.
    private record Ride(TripId tripId, RiderId riderId, DriverId driverId, Fare fare, Zone zone, Instant endedAt) {

        Wallet wallet() {
            return Wallet.of(new Rider(riderId), fare.total());
        }

        /// The same ride, which began and ended where and when that one did.
        Ride where(FareSettled other) {
            return new Ride(tripId, riderId, driverId, fare, new Zone(other.zone()), other.endedAt());
        }
    }
}
