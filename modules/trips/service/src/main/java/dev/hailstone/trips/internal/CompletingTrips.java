package dev.hailstone.trips.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.Money;
import dev.hailstone.pricing.FareQuotes;
import dev.hailstone.pricing.FinishedRide;
import dev.hailstone.trips.Fare;
import dev.hailstone.trips.TripId;
import dev.hailstone.trips.internal.CommandedTrips.Prospect;
import dev.hailstone.trips.internal.TripState.InProgress;

/// Ends a ride at its dropoff, with the fare of the meter or else with the price that pricing gives.
///
/// Pricing is asked between two transactions: the first looks whether there is a ride to be priced, the second completes the
/// trip, if it is still in progress. A metered ride needs only the second.
@Component
class CompletingTrips {

    private final CommandedTrips trips;
    private final FareQuotes quotes;
    private final Clock clock;

    CompletingTrips(CommandedTrips trips, FareQuotes quotes, Clock clock) {
        this.trips = trips;
        this.quotes = quotes;
        this.clock = clock;
    }

    /// @param by see [TripCommand]
    CommandOutcome complete(TripId id, @Nullable String by, Completion completion, IdempotencyKey key) {
        TripCommand command = new TripCommand(id, TripCommand.Kind.COMPLETION, by, completion);
        Fare metered = completion.fare();
        return metered == null
                ? completePriced(command, completion, key)
                : trips.once(key, command, trip -> switch (ending(trip, completion)) {
                    case Ending.Possible ending -> trip.complete(ending.at(metered));
                    case Ending.Impossible(Transition refusal) -> refusal;
                });
    }

    private CommandOutcome completePriced(TripCommand command, Completion completion, IdempotencyKey key) {
        return switch (trips.prospect(key, command)) {
            case Prospect.Settled(CommandOutcome outcome) -> outcome;
            case Prospect.Ahead(Trip trip) -> switch (ending(trip, completion)) {
                case Ending.Possible ending -> {
                    Ride ride = ending.at(price(trip, completion, ending));
                    yield trips.once(key, command, it -> it.complete(ride));
                }
                case Ending.Impossible(Transition refusal) -> trips.once(key, command, _ -> refusal);
            };
        };
    }

    private Ending ending(Trip trip, Completion completion) {
        if (!(trip.state() instanceof InProgress(_, Instant tripStartedAt))) {
            return new Ending.Impossible(new Transition.Refused(trip.phase()));
        }
        Instant now = clock.instant();
        Instant startedAt = Objects.requireNonNullElse(completion.startedAt(), tripStartedAt);
        Instant endedAt = Objects.requireNonNullElse(completion.endedAt(), now);
        Transition.Unfit unfit = unfit(trip, completion, startedAt, endedAt, now);
        if (unfit != null) {
            return new Ending.Impossible(unfit);
        }
        GeoPoint dropoff = Objects.requireNonNullElse(completion.dropoff(), trip.dropoff());
        double distanceMetres = Objects.requireNonNullElseGet(completion.distanceMetres(),
                () -> trip.pickup().distanceTo(dropoff));
        return new Ending.Possible(dropoff, distanceMetres, startedAt, endedAt);
    }

    private static Transition.@Nullable Unfit unfit(Trip trip, Completion completion, Instant startedAt,
            Instant endedAt, Instant now) {
        Currency currency = trip.quotedFare().currency();
        Fare metered = completion.fare();
        if (metered != null && !metered.ride().currency().equals(currency)) {
            return new Transition.Unfit("fare", "must be in %s like the quote".formatted(currency));
        }
        Money tip = completion.tip();
        if (tip != null && !tip.currency().equals(currency)) {
            return new Transition.Unfit("tip", "must be in %s like the quote".formatted(currency));
        }
        if (startedAt.isAfter(now)) {
            return new Transition.Unfit("startedAt", "must not be in the future, was " + startedAt);
        }
        if (endedAt.isAfter(now)) {
            return new Transition.Unfit("endedAt", "must not be in the future, was " + endedAt);
        }
        if (endedAt.isBefore(startedAt)) {
            return new Transition.Unfit("endedAt",
                    "must not be before the start of the ride at %s, was %s".formatted(startedAt, endedAt));
        }
        if (Duration.between(startedAt, endedAt).compareTo(FinishedRide.LONGEST) > 0) {
            return new Transition.Unfit("startedAt", "must be at most %d days before the end of the ride at %s, was %s"
                    .formatted(FinishedRide.LONGEST.toDays(), endedAt, startedAt));
        }
        return null;
    }

    private Fare price(Trip trip, Completion completion, Ending.Possible ending) {
        Fare price = quotes.price(new FinishedRide(trip.id(), trip.pickup(), ending.dropoff(),
                completion.distanceMetres(), Duration.between(ending.startedAt(), ending.endedAt())));
        return completion.tip() == null
                ? price
                : new Fare(price.ride(), price.tip().plus(completion.tip()), price.tolls(), price.surcharges());
    }

    /// How a ride ends, but for its fare.
    private sealed interface Ending {

        record Possible(GeoPoint dropoff, double distanceMetres, Instant startedAt, Instant endedAt) implements Ending {

            Ride at(Fare fare) {
                return new Ride(dropoff, distanceMetres, startedAt, endedAt, fare);
            }
        }

        record Impossible(Transition refusal) implements Ending {}
    }
}
