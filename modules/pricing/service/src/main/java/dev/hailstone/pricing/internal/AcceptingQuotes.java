package dev.hailstone.pricing.internal;

import java.time.Clock;
import java.time.Instant;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import dev.hailstone.pricing.AcceptQuote;
import dev.hailstone.pricing.QuoteAccepted;
import dev.hailstone.pricing.QuoteDecision;
import dev.hailstone.pricing.QuoteDecision.Outcome;
import dev.hailstone.pricing.QuoteDecision.Terms;
import dev.hailstone.pricing.QuoteId;

/// Binds quotes to trips, each quote to one trip, once.
@Component
class AcceptingQuotes {

    private final Quotes quotes;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    AcceptingQuotes(Quotes quotes, ApplicationEventPublisher events, Clock clock) {
        this.quotes = quotes;
        this.events = events;
        this.clock = clock;
    }

    @Transactional
    QuoteDecision accept(QuoteId id, AcceptQuote command) {
        return quotes.findAndLock(id)
                .map(quote -> accept(quote, command))
                .orElseGet(() -> new QuoteDecision(Outcome.UNKNOWN, null));
    }

    private QuoteDecision accept(Quote quote, AcceptQuote command) {
        Instant now = clock.instant();
        Outcome outcome = quote.outcomeFor(command.riderId(), command.tripId(), now);
        if (outcome != Outcome.ACCEPTED) {
            return new QuoteDecision(outcome, null);
        }
        if (quote.isOpen()) {
            quotes.accept(quote.id(), command.tripId(), now);
            events.publishEvent(
                    new QuoteAccepted(quote.id(), command.tripId(), command.riderId(), quote.price(), now));
        }
        return new QuoteDecision(outcome, new Terms(quote.pickup(), quote.dropoff(), quote.price()));
    }
}
