package dev.hailstone.infra.messaging;

/// What carries a subscription, and who says so.
record Route(Transport transport, Origin origin) {

    enum Origin {

        /// The properties of this process.
        CONFIGURATION,
        /// A row in the consumer's table of routes.
        OPERATOR,
        /// The producer's schema is not in this database, so there is no other way.
        PRODUCER_ELSEWHERE
    }
}
