package dev.hailstone.trips.internal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;
import org.springframework.web.client.ResourceAccessException;

import dev.hailstone.kernel.Money;
import dev.hailstone.pricing.AcceptQuote;
import dev.hailstone.pricing.FareQuotes;
import dev.hailstone.pricing.FinishedRide;
import dev.hailstone.pricing.QuoteDecision;
import dev.hailstone.pricing.QuoteDecision.Outcome;
import dev.hailstone.pricing.QuoteId;
import dev.hailstone.trips.Fare;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

import static dev.hailstone.trips.internal.Samples.TERMS;

/// Pricing as the tests of this module want it: every quote has the same terms, a ride costs a dollar a minute, and the
/// line to it can be cut before or after a quote is accepted.
final class FakeFareQuotes implements FareQuotes {

    /// When the line is cut.
    enum Cut {
        NEVER, BEFORE_ACCEPTING, AFTER_ACCEPTING
    }

    private record Quote(RiderId rider, boolean expired) {}

    private final Map<QuoteId, Quote> quotes = new ConcurrentHashMap<>();
    private final Map<QuoteId, TripId> accepted = new ConcurrentHashMap<>();
    private final List<FinishedRide> priced = new CopyOnWriteArrayList<>();
    private volatile Cut cut = Cut.NEVER;

    QuoteId quoteFor(RiderId rider) {
        return quote(rider, false);
    }

    QuoteId expiredQuoteFor(RiderId rider) {
        return quote(rider, true);
    }

    private QuoteId quote(RiderId rider, boolean expired) {
        QuoteId id = Samples.aQuoteId();
        quotes.put(id, new Quote(rider, expired));
        return id;
    }

    void cut(Cut when) {
        cut = when;
    }

    @Nullable
    TripId tripOf(QuoteId quote) {
        return accepted.get(quote);
    }

    List<FinishedRide> priced() {
        return List.copyOf(priced);
    }

    @Override
    public QuoteDecision accept(QuoteId quoteId, AcceptQuote command) {
        cutIf(Cut.BEFORE_ACCEPTING);
        QuoteDecision decision = decide(quoteId, command);
        cutIf(Cut.AFTER_ACCEPTING);
        return decision;
    }

    private QuoteDecision decide(QuoteId quoteId, AcceptQuote command) {
        Quote quote = quotes.get(quoteId);
        if (quote == null) {
            return new QuoteDecision(Outcome.UNKNOWN, null);
        }
        if (!quote.rider().equals(command.riderId())) {
            return new QuoteDecision(Outcome.OF_ANOTHER_RIDER, null);
        }
        if (quote.expired()) {
            return new QuoteDecision(Outcome.EXPIRED, null);
        }
        TripId holder = accepted.computeIfAbsent(quoteId, _ -> command.tripId());
        return holder.equals(command.tripId())
                ? new QuoteDecision(Outcome.ACCEPTED, TERMS)
                : new QuoteDecision(Outcome.TAKEN_BY_ANOTHER_TRIP, null);
    }

    @Override
    public Fare price(FinishedRide ride) {
        cutIf(Cut.BEFORE_ACCEPTING);
        priced.add(ride);
        return costOf(ride.duration());
    }

    static Fare costOf(Duration duration) {
        return Fare.of(Money.of(duration.toMinutes() + ".00", "USD"));
    }

    private void cutIf(Cut when) {
        if (cut == when) {
            throw new ResourceAccessException("the line to pricing is cut " + when);
        }
    }
}
