package dev.hailstone.tracking.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.function.IntSupplier;

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
    private final TrackingSettings settings;

    ForgettingEngagements(Engagements engagements, ModuleTransactions transactions, Clock clock,
            TrackingSettings settings) {
        this.engagements = engagements;
        this.transaction = transactions.of("tracking");
        this.clock = clock;
        this.settings = settings;
    }

    void forget() {
        Instant now = clock.instant();
        inBatches(() -> engagements.forget(now.minus(settings.forgetEngagementsAfter()), BATCH));
        inBatches(() -> engagements.forgetLoneEnds(now.minus(settings.forgetLoneEndsAfter()), BATCH));
    }

    private void inBatches(IntSupplier forgetting) {
        int forgotten;
        do {
            forgotten = Objects.requireNonNull(transaction.execute(_ -> forgetting.getAsInt()));
        } while (forgotten == BATCH);
    }
}
