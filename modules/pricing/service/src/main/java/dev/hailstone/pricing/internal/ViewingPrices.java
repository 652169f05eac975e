package dev.hailstone.pricing.internal;

import java.util.List;
import java.util.Optional;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import dev.hailstone.pricing.QuoteId;

/// Tells quotes, tariffs and surge as the database has them.
@Component
@Transactional(readOnly = true)
class ViewingPrices {

    private final Quotes quotes;
    private final Tariffs tariffs;
    private final SurgeFactors surge;

    ViewingPrices(Quotes quotes, Tariffs tariffs, SurgeFactors surge) {
        this.quotes = quotes;
        this.tariffs = tariffs;
        this.surge = surge;
    }

    Optional<Quote> quote(QuoteId id) {
        return quotes.find(id);
    }

    List<Tariff> tariffs() {
        return tariffs.all();
    }

    List<SurgeFactor> surge(int limit) {
        return surge.highest(limit);
    }
}
