package dev.hailstone.infra.messaging;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Counter;
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
}
