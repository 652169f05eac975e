package dev.hailstone.infra.messaging;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.hailstone.infra.messaging.Journal.Backlog;

/// What waits in outboxes and parking tables, looked at now and then, so that a scrape runs no SQL.
final class TransportGauges implements TransportLoop.Work {

    private static final Logger LOG = LoggerFactory.getLogger(TransportGauges.class);

    private static final Backlog EMPTY = new Backlog(0, null, 0);

    private final MeterRegistry registry;
    private final OperatingParkedEvents parkedEvents;
    private final Duration interval;
    private final Clock clock;
    private final Map<String, Backlog> backlogs = new ConcurrentHashMap<>();
    private final Map<Subscription, Long> parked = new ConcurrentHashMap<>();
    private volatile List<Journal> journals = List.of();
    private volatile List<Feed> feeds = List.of();

    TransportGauges(MeterRegistry registry, OperatingParkedEvents parkedEvents, Duration interval, Clock clock) {
        this.registry = registry;
        this.parkedEvents = parkedEvents;
        this.interval = interval;
        this.clock = clock;
    }

    /// Looks at these from now on.
    void watch(List<Journal> newJournals, List<Feed> newFeeds) {
        journals = List.copyOf(newJournals);
        feeds = List.copyOf(newFeeds);
        journals.forEach(journal -> register(journal.module()));
        feeds.forEach(this::register);
    }

    /// How many events of the subscription are parked, as of the last look.
    long parked(Subscription subscription) {
        return parked.getOrDefault(subscription, 0L);
    }

    @Override
    public Duration turn(boolean woken, BooleanSupplier goOn) {
        journals.forEach(journal -> look(journal.module(),
                () -> backlogs.put(journal.module(), journal.backlog())));
        feeds.stream()
                .map(feed -> feed.subscription().consumer())
                .distinct()
                .forEach(consumer -> look(consumer, () -> countParked(consumer)));
        return interval;
    }

    private static void look(String module, Runnable look) {
        try {
            look.run();
        } catch (RuntimeException failure) {
            LOG.debug("Gauges of {} keep their last values", module, failure);
        }
    }

    private void countParked(String consumer) {
        Map<String, Long> counts = parkedEvents.counts(consumer);
        feeds.stream()
                .map(Feed::subscription)
                .filter(subscription -> subscription.consumer().equals(consumer))
                .forEach(subscription -> parked.put(subscription, counts.getOrDefault(subscription.producer(), 0L)));
    }

    private void register(String producer) {
        gauge("outbox.depth", "Events that wait for their position, up to 100,000", producer,
                gauges -> gauges.backlog(producer).depth());
        gauge("outbox.age", "Seconds since the oldest event in the outbox was published", producer,
                gauges -> gauges.age(producer));
        gauge("journal.head", "Events ever journaled", producer, gauges -> gauges.backlog(producer).head());
    }

    private void gauge(String name, String description, String producer, ToDoubleFunction<TransportGauges> value) {
        Gauge.builder("hailstone.events." + name, this, value)
                .description(description)
                .tag("producer", producer)
                .register(registry);
    }

    private void register(Feed feed) {
        Subscription subscription = feed.subscription();
        gauge("lag", "Events in the journal that the consumer has not done with", subscription, _ -> feed.lag());
        gauge("parked", "Events that are parked", subscription, gauges -> gauges.parked(subscription));
    }

    private void gauge(String name, String description, Subscription subscription,
            ToDoubleFunction<TransportGauges> value) {
        Gauge.builder("hailstone.events." + name, this, value)
                .description(description)
                .tags("consumer", subscription.consumer(), "producer", subscription.producer())
                .register(registry);
    }

    private Backlog backlog(String producer) {
        return backlogs.getOrDefault(producer, EMPTY);
    }

    private double age(String producer) {
        OffsetDateTime oldest = backlog(producer).oldest();
        Instant now = clock.instant();
        return oldest == null ? 0 : Duration.between(oldest.toInstant(), now).toMillis() / 1000.0;
    }
}
