package dev.hailstone.pricing.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.function.IntSupplier;

import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import dev.hailstone.infra.persistence.ModuleTransactions;

/// Forgets quotes that are so old that no rider takes them up and no ride needs them, and old differences between fares, in small transactions.
@Component
final class ForgettingPrices {

    private static final int BATCH = 1000;

    private final Quotes quotes;
    private final FareDifferences differences;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final PricingSettings settings;

    ForgettingPrices(Quotes quotes, FareDifferences differences, ModuleTransactions transactions, Clock clock,
            PricingSettings settings) {
        this.quotes = quotes;
        this.differences = differences;
        this.transaction = transactions.of("pricing");
        this.clock = clock;
        this.settings = settings;
    }

    void forget() {
        Instant now = clock.instant();
        inBatches(() -> quotes.forgetOpen(now.minus(settings.keepQuotesFor()), BATCH));
        inBatches(() -> quotes.forgetAccepted(now.minus(settings.keepAcceptedQuotesFor()), BATCH));
        inBatches(() -> differences.forget(now.minus(settings.fares().keepDifferencesFor()), BATCH));
    }

    private void inBatches(IntSupplier forgetting) {
        int forgotten;
        do {
            forgotten = Objects.requireNonNull(transaction.execute(_ -> forgetting.getAsInt()));
        } while (forgotten == BATCH);
    }
}
