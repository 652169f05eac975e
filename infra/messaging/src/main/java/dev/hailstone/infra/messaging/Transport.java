package dev.hailstone.infra.messaging;

/// What carries a producer's events to a consumer.
enum Transport {

    /// A feeder that reads the journal in the same database.
    LOCAL,
    /// A broker. Its configuration has its place already; this build has no relay and no consumer for it.
    RABBITMQ
}
