package dev.hailstone.pricing.internal;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import dev.hailstone.pricing.QuoteId;

/// Tells quotes, tariffs, surge and differences as the database has them.
@Component
@Transactional(readOnly = true)
class ViewingPrices {

    private final Quotes quotes;
    private final Tariffs tariffs;
    private final SurgeFactors surge;
    private final FareDifferences differences;

    ViewingPrices(Quotes quotes, Tariffs tariffs, SurgeFactors surge, FareDifferences differences) {
        this.quotes = quotes;
        this.tariffs = tariffs;
        this.surge = surge;
        this.differences = differences;
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

    List<FareDifference> differences(@Nullable UUID before, int limit) {
        return differences.latest(before, limit);
    }
}
