package dev.hailstone.pricing.internal;

import java.math.BigDecimal;
import java.time.Instant;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.Money;
import dev.hailstone.pricing.QuoteDecision.Outcome;
import dev.hailstone.pricing.QuoteId;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

/// A price for one rider and one way.
///
/// It is *open* until it is *accepted* for a trip, which binds the price, or until it expires. An accepted quote stays what
/// it is, whatever the time.
///
/// @param distanceMetres estimated
/// @param surge the factor that the price contains
/// @param tariff the version of the tariff behind the price
record Quote(QuoteId id, RiderId rider, GeoPoint pickup, GeoPoint dropoff, double distanceMetres, Money price,
        BigDecimal surge, int tariff, Instant createdAt, Instant expiresAt, State state) {

    /// What became of a quote.
    sealed interface State {

        record Open() implements State {}

        record Accepted(TripId trip, Instant at) implements State {}
    }

    /// What a rider who accepts the quote for a trip is told.
    Outcome outcomeFor(RiderId taker, TripId trip, Instant now) {
        if (!taker.equals(rider)) {
            return Outcome.OF_ANOTHER_RIDER;
        }
        return switch (state) {
            case State.Accepted(TripId bound, _) ->
                bound.equals(trip) ? Outcome.ACCEPTED : Outcome.TAKEN_BY_ANOTHER_TRIP;
            case State.Open() -> hasExpired(now) ? Outcome.EXPIRED : Outcome.ACCEPTED;
        };
    }

    boolean hasExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }

    boolean isOpen() {
        return state instanceof State.Open;
    }
}
