package dev.hailstone.infra.messaging;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How events travel.
///
/// @param transport what carries events where nothing else is said
/// @param subscriptions by consumer, then by producer: `ledger.trips.transport`, `ledger.trips.delivery-interval`
/// @param batchSize how many events are applied in one transaction
/// @param sequencingBatchSize how many events are moved from the outbox to the journal in one transaction
/// @param pollInterval after which every stage looks for work although nobody has woken it
/// @param recheckInterval after which a stopped subscription looks whether it has been mended
/// @param maxAttempts how many processes may die of an event before it is parked
/// @param retry when parked events are tried again
/// @param idleInTransactionTimeout after which the server ends a transaction whose process is frozen
/// @param metricsInterval between two looks at outboxes and parked events for their gauges
/// @param rabbitmq how this process takes part in a broker
@ConfigurationProperties("hailstone.events")
record EventTransportProperties(@DefaultValue("local") Transport transport,
        @DefaultValue Map<String, Map<String, Carriage>> subscriptions, @DefaultValue("200") int batchSize,
        @DefaultValue("500") int sequencingBatchSize, @DefaultValue("1s") Duration pollInterval,
        @DefaultValue("10s") Duration recheckInterval, @DefaultValue("3") int maxAttempts,
        @DefaultValue RetryPolicy retry, @DefaultValue("30s") Duration idleInTransactionTimeout,
        @DefaultValue("15s") Duration metricsInterval, @DefaultValue RabbitMq rabbitmq) {

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

    /// How soon after a transaction the subscription may have another that is not full.
    Duration deliveryIntervalOf(Subscription subscription) {
        Carriage carriage = subscriptions.getOrDefault(subscription.consumer(), Map.of()).get(subscription.producer());
        return carriage == null ? Duration.ZERO : carriage.deliveryInterval();
    }

    /// Whether the configuration alone makes this process take part in the broker.
    boolean namesRabbitMq() {
        return rabbitmq.enabled() || transport.isRabbitMq() || subscriptions.values()
                .stream()
                .flatMap(producers -> producers.values().stream())
                .map(Carriage::transport)
                .anyMatch(each -> each != null && each.isRabbitMq());
    }

    private static void requirePositive(String property, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(
                    "hailstone.events.%s must be positive, was %d".formatted(property, value));
        }
    }

    /// What is set for one subscription.
    ///
    /// @param transport what carries its events, if not what carries all
    /// @param deliveryInterval from one transaction to the next, unless a whole batch waits: for a consumer nobody waits for,
    ///        which then hears more events at a time. The first event after a while is heard at once. A minute at most
    record Carriage(@Nullable Transport transport, @DefaultValue("0s") Duration deliveryInterval) {

        private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(1);

        Carriage {
            if (deliveryInterval.isNegative() || deliveryInterval.compareTo(LONGEST_INTERVAL) > 0) {
                throw new IllegalArgumentException("""
                        hailstone.events.subscriptions.<consumer>.<producer>.delivery-interval must be from 0s to 1m, \
                        was %s""".formatted(deliveryInterval));
            }
        }
    }

    /// How this process takes part in a broker, whose address and account are `spring.rabbitmq.*`.
    ///
    /// @param enabled takes part although nothing here says that it has to, since consumers elsewhere do
    /// @param prefix with which the names of all exchanges and queues begin: lower-case letters, digits, `-` and `_`
    /// @param announceInterval after which a consumer tells its producers again where it is
    /// @param confirmTimeout after which a broker that has confirmed nothing more of a batch is left, and the batch published
    /// again
    record RabbitMq(@DefaultValue("false") boolean enabled, @DefaultValue("hailstone") String prefix,
            @DefaultValue("5s") Duration announceInterval, @DefaultValue("10s") Duration confirmTimeout) {

        RabbitMq {
            if (!prefix.matches("[a-z0-9][a-z0-9_-]{0,99}")) {
                throw new IllegalArgumentException(
                        """
                                hailstone.events.rabbitmq.prefix must consist of lower-case letters, digits, '-' and '_', was '%s'"""
                                .formatted(prefix));
            }
            requirePositive("rabbitmq.announce-interval", announceInterval.toMillis());
            requirePositive("rabbitmq.confirm-timeout", confirmTimeout.toMillis());
        }
    }
}
