package dev.hailstone.pricing.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import dev.hailstone.infra.persistence.ModuleTransactions;

/// Forgets quotes that are so old that no ride needs them, in small transactions.
@Component
final class ForgettingQuotes {

    private static final int BATCH = 1000;

    private final Quotes quotes;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Duration memory;

    ForgettingQuotes(Quotes quotes, ModuleTransactions transactions, Clock clock, PricingSettings settings) {
        this.quotes = quotes;
        this.transaction = transactions.of("pricing");
        this.clock = clock;
        this.memory = settings.keepQuotesFor();
    }

    void forget() {
        Instant createdBefore = clock.instant().minus(memory);
        int forgotten;
        do {
            forgotten = Objects.requireNonNull(transaction.execute(_ -> quotes.forget(createdBefore, BATCH)));
        } while (forgotten == BATCH);
    }
}
