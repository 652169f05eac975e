package dev.hailstone.pricing.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import dev.hailstone.infra.persistence.CommandReceipts;
import dev.hailstone.infra.persistence.CommandReceipts.Receipt;
import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.infra.persistence.TimeOrderedIds;
import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.Money;
import dev.hailstone.pricing.QuoteId;
import dev.hailstone.pricing.internal.FareCase.Occasion;
import dev.hailstone.trips.RiderId;

/// Quotes a price to a rider: what the tariff says of the estimated ride, times the surge at the pickup.
@Component
class RequestingQuotes {

    private final Tariffs tariffs;
    private final CalculatingFares fares;
    private final Quotes quotes;
    private final CommandReceipts receipts;
    private final Clock clock;
    private final RoutePolicy routes;
    private final Duration validFor;

    RequestingQuotes(Tariffs tariffs, CalculatingFares fares, Quotes quotes, CommandReceipts receipts, Clock clock,
            PricingSettings settings) {
        this.tariffs = tariffs;
        this.fares = fares;
        this.quotes = quotes;
        this.receipts = receipts;
        this.clock = clock;
        this.routes = settings.routes();
        this.validFor = settings.quoteValidFor();
    }

    @Transactional
    Outcome request(RequestQuote command, IdempotencyKey key) {
        QuoteId id = new QuoteId(TimeOrderedIds.next());
        return switch (receipts.claim(key, command, id.toString())) {
            case Receipt.None() -> {
                Quote quote = quote(id, command);
                quotes.add(quote);
                yield new Outcome.Quoted(quote);
            }
            case Receipt.Repeated(String first) -> quotes.find(QuoteId.of(first))
                    .<Outcome>map(Outcome.Quoted::new)
                    .orElseGet(() -> new Outcome.Forgotten(QuoteId.of(first)));
            case Receipt.KeyReused() -> new Outcome.KeyReused();
        };
    }

    private Quote quote(QuoteId id, RequestQuote command) {
        Instant now = clock.instant();
        PriceLevel level = tariffs.priceLevel(now, Cell.of(command.pickup()));
        Ride ride = routes.between(command.pickup(), command.dropoff());
        Money price = fares.price(new FareCase(Occasion.QUOTE, id.value(), ride, level.tariff(), level.surge()));
        return new Quote(id, command.riderId(), command.pickup(), command.dropoff(), ride.distanceMetres(), price,
                level.surge(), level.tariff().version(), now, now.plus(validFor), new Quote.State.Open());
    }

    /// A rider asks what a ride would cost.
    record RequestQuote(RiderId riderId, GeoPoint pickup, GeoPoint dropoff) {}

    /// What became of the request.
    sealed interface Outcome {

        /// @param quote as it is now, if the request is a repeated one
        record Quoted(Quote quote) implements Outcome {}

        /// The request is a repeated one, and its quote is so old that it is no longer kept.
        record Forgotten(QuoteId id) implements Outcome {}

        record KeyReused() implements Outcome {}
    }
}
