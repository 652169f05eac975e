package dev.hailstone.infra.bench.worker;

import java.time.Duration;
import java.util.Map;

/// Where a worker finds its broker, whose user is `guest`.
///
/// @param prefix with which the names of the worker's exchanges and queues begin, and no other's
public record BrokerAddress(String host, int port, String prefix) {

    /// Of a queue like those of the transport's consumers.
    public static final Map<String, Object> QUEUE_ARGUMENTS = Map.of("x-queue-type", "quorum", "x-delivery-limit", 20,
            "x-expires", Duration.ofHours(1).toMillis(), "x-single-active-consumer", true);
}
