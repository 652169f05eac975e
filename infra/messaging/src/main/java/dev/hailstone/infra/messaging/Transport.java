package dev.hailstone.infra.messaging;

import java.util.Locale;

/// What carries a producer's events to a consumer.
enum Transport {

    /// A feeder that reads the journal in the same database.
    LOCAL,
    /// A relay that publishes the journal to RabbitMQ, and a receiver at the consumer's queue there.
    RABBITMQ,
    /// Both at once: whichever is faster delivers, the other's events are duplicates. For a rehearsal, since the broker may
    /// then fail in every way without delaying anything.
    BOTH;

    boolean isLocal() {
        return this != RABBITMQ;
    }

    boolean isRabbitMq() {
        return this != LOCAL;
    }

    /// As configuration, tables and people write it.
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
