package dev.hailstone.pricing.internal;

import java.math.BigDecimal;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.Money;
import dev.hailstone.pricing.QuoteId;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

/// A quote as clients see it.
///
/// @param surge the factor that the price contains
/// @param distanceMetres estimated
/// @param tripId present if and only if the quote is accepted
record QuoteView(QuoteId quoteId, RiderId riderId, GeoPoint pickup, GeoPoint dropoff, Money price, BigDecimal surge,
        double distanceMetres, Instant expiresAt, State state, @Nullable TripId tripId) {

    enum State {
        OPEN, ACCEPTED, EXPIRED
    }

    static QuoteView of(Quote quote, Instant now) {
        return switch (quote.state()) {
            case Quote.State.Accepted(TripId trip, _) -> of(quote, State.ACCEPTED, trip);
            case Quote.State.Open() -> of(quote, quote.hasExpired(now) ? State.EXPIRED : State.OPEN, null);
        };
    }

    private static QuoteView of(Quote quote, State state, @Nullable TripId trip) {
        return new QuoteView(quote.id(), quote.rider(), quote.pickup(), quote.dropoff(), quote.price(), quote.surge(),
                quote.distanceMetres(), quote.expiresAt(), state, trip);
    }
}
