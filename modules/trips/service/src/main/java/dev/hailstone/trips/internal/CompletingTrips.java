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
/// trip, if it is still in progress.
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

    CommandOutcome complete(TripId id, Completion completion, IdempotencyKey key) {
        TripCommand command = new TripCommand(id, TripCommand.Kind.COMPLETION, completion);
        return switch (trips.prospect(key, command)) {
            case Prospect.Settled(CommandOutcome outcome) -> outcome;
            case Prospect.Ahead(Trip trip) when trip.state() instanceof InProgress(_, Instant startedAt) ->
                complete(trip, startedAt, completion, key, command);
            case Prospect.Ahead(Trip trip) -> new CommandOutcome.WrongPhase(id, trip.phase(), command.kind());
        };
    }

    private CommandOutcome complete(Trip trip, Instant tripStartedAt, Completion completion, IdempotencyKey key,
            TripCommand command) {
        Instant now = clock.instant();
        Instant startedAt = Objects.requireNonNullElse(completion.startedAt(), tripStartedAt);
        Instant endedAt = Objects.requireNonNullElse(completion.endedAt(), now);
        CommandOutcome.Unfit unfit = unfit(trip, completion, startedAt, endedAt, now);
        if (unfit != null) {
            return unfit;
        }
        GeoPoint dropoff = Objects.requireNonNullElse(completion.dropoff(), trip.dropoff());
        Fare fare = fare(trip, completion, dropoff, Duration.between(startedAt, endedAt));
        double distanceMetres = Objects.requireNonNullElseGet(completion.distanceMetres(),
                () -> trip.pickup().distanceTo(dropoff));
        Ride ride = new Ride(dropoff, distanceMetres, startedAt, endedAt, fare);
        return trips.once(key, command, it -> it.complete(ride));
    }

    private static CommandOutcome.@Nullable Unfit unfit(Trip trip, Completion completion, Instant startedAt,
            Instant endedAt, Instant now) {
        Currency currency = trip.quotedFare().currency();
        Fare metered = completion.fare();
        if (metered != null && !metered.ride().currency().equals(currency)) {
            return new CommandOutcome.Unfit("fare", "must be in %s like the quote".formatted(currency));
        }
        Money tip = completion.tip();
        if (tip != null && !tip.currency().equals(currency)) {
            return new CommandOutcome.Unfit("tip", "must be in %s like the quote".formatted(currency));
        }
        if (startedAt.isAfter(now)) {
            return new CommandOutcome.Unfit("startedAt", "must not be in the future, was " + startedAt);
        }
        if (endedAt.isAfter(now)) {
            return new CommandOutcome.Unfit("endedAt", "must not be in the future, was " + endedAt);
        }
        if (endedAt.isBefore(startedAt)) {
            return new CommandOutcome.Unfit("endedAt",
                    "must not be before the start of the ride at %s, was %s".formatted(startedAt, endedAt));
        }
        return null;
    }

    private Fare fare(Trip trip, Completion completion, GeoPoint dropoff, Duration duration) {
        if (completion.fare() != null) {
            return completion.fare();
        }
        Fare price = quotes.price(
                new FinishedRide(trip.id(), trip.pickup(), dropoff, completion.distanceMetres(), duration));
        return completion.tip() == null
                ? price
                : new Fare(price.ride(), price.tip().plus(completion.tip()), price.tolls(), price.surcharges());
    }
}
