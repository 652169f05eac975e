package dev.hailstone.tracking.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import dev.hailstone.infra.persistence.ModuleTransactions;

/// Forgets trips that ended so long ago that nothing more will be heard of them.
@Component
final class ForgettingEngagements {

    private static final int BATCH = 1000;

    private final Engagements engagements;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Duration memory;

    ForgettingEngagements(Engagements engagements, ModuleTransactions transactions, Clock clock,
            TrackingSettings settings) {
        this.engagements = engagements;
        this.transaction = transactions.of("tracking");
        this.clock = clock;
        this.memory = settings.forgetEngagementsAfter();
    }

    void forget() {
        Instant endedBefore = clock.instant().minus(memory);
        int forgotten;
        do {
            forgotten = Objects.requireNonNull(transaction.execute(_ -> engagements.forget(endedBefore, BATCH)));
        } while (forgotten == BATCH);
    }
}
