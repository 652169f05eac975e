package dev.hailstone.pricing;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

import dev.hailstone.trips.Fare;

/// Accepts quotes and prices finished rides. Called outside transactions.
@HttpExchange("/api/quotes")
public interface FareQuotes {

    /// Binds the quote to the trip. Asking again for the same trip gives the same answer, also after the quote's expiry.
    @PostExchange("/{quoteId}/acceptance")
    QuoteDecision accept(@PathVariable QuoteId quoteId, @RequestBody AcceptQuote command);

    /// The fare of a ride: the quoted price if it ended about where the quote said, else what was driven by the quote's tariff
    /// and surge. If no accepted quote of the trip is known, today's tariff without surge.
    @PostExchange("/fares")
    Fare price(@RequestBody FinishedRide ride);
}
