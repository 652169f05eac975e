package dev.hailstone.infra.messaging;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How events travel.
///
/// @param transport what carries events where nothing else is said
/// @param subscriptions by consumer, then by producer: `ledger.trips.transport`
/// @param batchSize how many events are applied in one transaction
/// @param sequencingBatchSize how many events are moved from the outbox to the journal in one transaction
/// @param pollInterval after which every stage looks for work although nobody has woken it
/// @param recheckInterval after which a stopped subscription looks whether it has been mended
/// @param maxAttempts how many processes may die of an event before it is parked
/// @param retry when parked events are tried again
/// @param idleInTransactionTimeout after which the server ends a transaction whose process is frozen
/// @param metricsInterval between two looks at outboxes and parked events for their gauges
@ConfigurationProperties("hailstone.events")
record EventTransportProperties(@DefaultValue("local") Transport transport,
        @DefaultValue Map<String, Map<String, Carriage>> subscriptions, @DefaultValue("200") int batchSize,
        @DefaultValue("500") int sequencingBatchSize, @DefaultValue("1s") Duration pollInterval,
        @DefaultValue("10s") Duration recheckInterval, @DefaultValue("3") int maxAttempts,
        @DefaultValue RetryPolicy retry, @DefaultValue("30s") Duration idleInTransactionTimeout,
        @DefaultValue("15s") Duration metricsInterval) {

    EventTransportProperties {
        requirePositive("batch-size", batchSize);
        requirePositive("sequencing-batch-size", sequencingBatchSize);
        requirePositive("max-attempts", maxAttempts);
        requirePositive("poll-interval", pollInterval.toMillis());
        requirePositive("recheck-interval", recheckInterval.toMillis());
        requirePositive("idle-in-transaction-timeout", idleInTransactionTimeout.toMillis());
        requirePositive("metrics-interval", metricsInterval.toMillis());
    }

    /// What the configuration says of one subscription.
    Transport transportOf(Subscription subscription) {
        Carriage carriage = subscriptions.getOrDefault(subscription.consumer(), Map.of()).get(subscription.producer());
        return carriage == null || carriage.transport() == null ? transport : carriage.transport();
    }

    private static void requirePositive(String property, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(
                    "hailstone.events.%s must be positive, was %d".formatted(property, value));
        }
    }

    /// What is set for one subscription.
    record Carriage(@Nullable Transport transport) {}
}
