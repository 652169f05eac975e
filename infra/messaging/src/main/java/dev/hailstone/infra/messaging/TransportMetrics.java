package dev.hailstone.infra.messaging;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/// Counts what the transport does, as `hailstone.events.…`.
final class TransportMetrics {

    private final MeterRegistry registry;
    private final Map<String, Counter> published = new ConcurrentHashMap<>();
    private final Map<Subscription, Meters> subscriptions = new ConcurrentHashMap<>();

    TransportMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void published(String producer, int events) {
        published.computeIfAbsent(producer, name -> Counter.builder("hailstone.events.published")
                .description("Events committed by a module")
                .tag("producer", name)
                .register(registry)).increment(events);
    }

    void delivered(Subscription subscription, Delivery delivery) {
        Meters meters = of(subscription);
        meters.applied.increment(delivery.applied());
        meters.duplicates.increment(delivery.duplicates());
        meters.gaps.increment(delivery.gaps().size());
        meters.parked.increment(delivery.parked());
    }

    /// Records how long events have taken from their publication to their effects.
    void heard(Subscription subscription, List<EventEnvelope> events, Instant now) {
        Timer latency = of(subscription).latency;
        events.forEach(event -> latency.record(Duration.between(event.occurredAt(), now)));
    }

    /// Counts events that were dropped before they came to the dispatcher, since the cursor was known to be beyond them.
    void dropped(Subscription subscription, int duplicates) {
        of(subscription).duplicates.increment(duplicates);
    }

    /// Counts a message in a consumer's queue that nobody can read.
    void foreign(Subscription subscription) {
        counter("foreign", "Messages in the consumer's queue that are no events", subscription).increment();
    }

    void reconnected() {
        Counter.builder("hailstone.events.broker.reconnects")
                .description("Connections to RabbitMQ made anew")
                .register(registry)
                .increment();
    }

    double duplicates(Subscription subscription) {
        return of(subscription).duplicates.count();
    }

    double gaps(Subscription subscription) {
        return of(subscription).gaps.count();
    }

    /// @param relay asked when a gauge is; a gauge does not keep what it asks alive
    RelayMeters relay(Relay relay) {
        String producer = relay.producer();
        Gauge.builder("hailstone.events.relay.lag", relay, Relay::lag)
                .description("Events of the journal that are not with RabbitMQ, while somebody hears there")
                .tag("producer", producer)
                .register(registry);
        Gauge.builder("hailstone.events.relay.age", relay, Relay::age)
                .description("Seconds since the oldest of these events was published")
                .tag("producer", producer)
                .register(registry);
        return new RelayMeters(relayed("confirmed", "Events that RabbitMQ has confirmed", producer),
                relayed("batches", "Batches that RabbitMQ has confirmed", producer),
                relayed("returned", "Messages that no queue has taken", producer),
                relayed("replays", "Replays begun", producer),
                relayed("replayed", "Events published again for one consumer", producer),
                relayed("foreign", "Messages among the announcements that are none", producer));
    }

    private Counter relayed(String name, String description, String producer) {
        return Counter.builder("hailstone.events.relay." + name)
                .description(description)
                .tag("producer", producer)
                .register(registry);
    }

    private Meters of(Subscription subscription) {
        return subscriptions.computeIfAbsent(subscription, this::register);
    }

    private Meters register(Subscription subscription) {
        return new Meters(counter("applied", "Events done with, those without a listener included", subscription),
                counter("duplicates", "Events that came again and were dropped", subscription),
                counter("gaps", "Batches that began beyond the next position and were dropped", subscription),
                counter("parked.total", "Events ever parked, by a failure or behind one", subscription),
                Timer.builder("hailstone.events.latency")
                        .description("From the publication of an event to the commit of its effects")
                        .tags("consumer", subscription.consumer(), "producer", subscription.producer())
                        .register(registry));
    }

    private Counter counter(String name, String description, Subscription subscription) {
        return Counter.builder("hailstone.events." + name)
                .description(description)
                .tags("consumer", subscription.consumer(), "producer", subscription.producer())
                .register(registry);
    }

    private record Meters(Counter applied, Counter duplicates, Counter gaps, Counter parked, Timer latency) {}

    /// What a relay counts.
    record RelayMeters(Counter confirmed, Counter batches, Counter returned, Counter replays, Counter replayed,
            Counter foreign) {}
}
