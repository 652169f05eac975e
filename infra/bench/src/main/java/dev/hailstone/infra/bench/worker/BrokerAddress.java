package dev.hailstone.infra.bench.worker;

/// Where a worker finds its broker, whose user is `guest`.
///
/// @param prefix with which the names of the worker's exchanges and queues begin, and no other's
public record BrokerAddress(String host, int port, String prefix) {

    /// As `spring.rabbitmq.*` has it, which begins with this user.
    public static final String USER = "guest";
}
