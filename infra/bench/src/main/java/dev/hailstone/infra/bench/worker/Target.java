package dev.hailstone.infra.bench.worker;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// What a worker works on.
///
/// @param url of its database
/// @param consumers how many modules hear every event, 0 to 3
/// @param broker its broker, or null if it needs none
public record Target(String url, String user, String password, int consumers, @Nullable BrokerAddress broker) {

    /// All modules that can hear events; the first so many do.
    public static final List<String> CONSUMERS = List.of("billing", "stock", "shipping");

    /// Connections of a worker's pool, as many as the application has.
    static final int POOL_SIZE = 20;

    public Target {
        if (consumers < 0 || consumers > CONSUMERS.size()) {
            throw new IllegalArgumentException("consumers must be 0 to 3, was " + consumers);
        }
    }

    /// The modules that hear events.
    public List<String> consumerNames() {
        return CONSUMERS.subList(0, consumers);
    }

    /// @throws IllegalStateException if there is none
    public BrokerAddress requireBroker() {
        if (broker == null) {
            throw new IllegalStateException("a variant with a broker was given none");
        }
        return broker;
    }
}
