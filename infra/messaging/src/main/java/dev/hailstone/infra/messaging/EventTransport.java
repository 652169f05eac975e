package dev.hailstone.infra.messaging;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

import dev.hailstone.infra.persistence.LocalModules;
import dev.hailstone.infra.persistence.ModuleDescriptor;

/// All loops of the transport in this process: a sequencer for each module, a feeder for each subscription, one that tries
/// parked events again, one for the gauges, one for the routes, and two for the doorbell between processes; and as soon as
/// RabbitMQ is needed, those of the broker.
///
/// It starts before the web server takes requests and stops after the last of them has been answered.
final class EventTransport implements SmartLifecycle {

    /// Below the web server's phases, so earlier at the start and later at the end.
    private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final LocalModules modules;
    private final Listeners listeners;
    private final EventTraces traces;
    private final Dispatcher dispatcher;
    private final Inboxes inboxes;
    private final ModuleSessions sessions;
    private final Wakeups wakeups;
    private final Doorbell doorbell;
    private final TransportGauges gauges;
    private final Supplier<BrokerParticipation> brokers;
    private final EventTransportProperties properties;
    private final Clock clock;
    private final List<TransportLoop> loops = new ArrayList<>();
    private final Map<String, JournalTail> tails = new HashMap<>();
    private volatile List<Sequencer> sequencers = List.of();
    private volatile List<Feed> feeds = List.of();
    private volatile @Nullable Routing routing;
    private volatile @Nullable BrokerParticipation broker;
    private volatile boolean running;

    EventTransport(LocalModules modules, Listeners listeners, EventTraces traces, Dispatcher dispatcher,
            Inboxes inboxes, ModuleSessions sessions, Wakeups wakeups, Doorbell doorbell, TransportGauges gauges,
            Supplier<BrokerParticipation> brokers, EventTransportProperties properties, Clock clock) {
        this.modules = modules;
        this.listeners = listeners;
        this.traces = traces;
        this.dispatcher = dispatcher;
        this.inboxes = inboxes;
        this.sessions = sessions;
        this.wakeups = wakeups;
        this.doorbell = doorbell;
        this.gauges = gauges;
        this.brokers = brokers;
        this.properties = properties;
        this.clock = clock;
    }

    List<Sequencer> sequencers() {
        return sequencers;
    }

    List<Feed> feeds() {
        return feeds;
    }

    /// Those of this process's modules, from the first use of RabbitMQ on.
    List<Relay> relays() {
        BrokerParticipation known = broker;
        return known == null ? List.of() : known.relays();
    }

    /// Null until RabbitMQ is first needed.
    Broker.@Nullable State broker() {
        BrokerParticipation known = broker;
        return known == null ? null : known.broker();
    }

    /// What this process's user has to be allowed in RabbitMQ.
    Permissions permissions() {
        return new Topology(properties.rabbitmq().prefix()).permissions(
                sequencers.stream().map(Sequencer::module).toList(), feeds.stream().map(Feed::subscription).toList());
    }

    /// Lets an operator's choice stand above the configuration, in all replicas.
    ///
    /// @param transport null to leave it to the configuration again
    void route(Subscription subscription, @Nullable Transport transport) {
        Routing known = routing;
        if (known == null) {
            throw new IllegalStateException("the event transport has not been started");
        }
        known.choose(subscription, transport);
    }

    @Override
    public synchronized void start() {
        if (running) {
            return;
        }
        sequencers = modules.all().stream().map(this::sequencer).toList();
        for (Sequencer sequencer : sequencers) {
            loops.add(TransportLoop.start("sequencer " + sequencer.module(),
                    wakeups.published(sequencer.module()), sequencer));
        }
        List<Feed> made = new ArrayList<>();
        for (Subscription subscription : listeners.subscriptions()) {
            Signal signal = wakeups.sequenced(subscription.producer());
            Feed feed = new Feed(feeder(subscription), signal);
            made.add(feed);
            loops.add(TransportLoop.start("feeder " + subscription, signal, feed));
        }
        feeds = List.copyOf(made);
        Routing routes = new Routing(feeds, inboxes, sessions, properties, this::takePartInBroker);
        routing = routes;
        if (!feeds.isEmpty()) {
            loops.add(TransportLoop.start("parked events", wakeups.parked(), retrying()));
        }
        gauges.watch(sequencers.stream().map(Sequencer::journal).toList(), feeds);
        loops.add(TransportLoop.start("event gauges", new Signal(), gauges));
        loops.add(TransportLoop.start("doorbell sending", doorbell.signal(), doorbell::send));
        loops.add(TransportLoop.start("doorbell hearing", new Signal(), doorbell::hear));
        running = true;
        loops.add(TransportLoop.start("routes", routes.signal(), routes));
    }

    /// Called when it has been found out what carries each subscription.
    private void takePartInBroker() {
        boolean needed = properties.namesRabbitMq() || feeds.stream().anyMatch(Feed::isRabbitMq);
        BrokerParticipation known = broker;
        if (needed && known == null) {
            known = brokers.get();
            broker = known;
        }
        if (known != null && needed) {
            known.start(sequencers.stream().map(Sequencer::journal).toList(), feeds);
        } else if (known != null) {
            known.pause();
        }
    }

    @Override
    public synchronized void stop() {
        running = false;
        try {
            TransportLoop.end(loops, PATIENCE);
            BrokerParticipation known = broker;
            if (known != null) {
                known.stop(PATIENCE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        loops.clear();
        tails.clear();
        wakeups.clear();
        doorbell.hangUp();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private Sequencer sequencer(ModuleDescriptor module) {
        JournalTail tail = tailOf(module.name());
        return new Sequencer(new Journal(module.name(), sessions), sessions, properties, clock, events -> {
            tail.add(events);
            wakeups.raiseSequenced(module.name());
            doorbell.ring(module.name());
        }, tail::clear);
    }

    private Feeder feeder(Subscription subscription) {
        return new Feeder(subscription, new Journal(subscription.producer(), sessions),
                tailOf(subscription.producer()), inboxes.of(subscription.consumer()), listeners, dispatcher, sessions,
                properties, clock);
    }

    private JournalTail tailOf(String producer) {
        return tails.computeIfAbsent(producer, _ -> new JournalTail());
    }

    private RetryingParkedEvents retrying() {
        return new RetryingParkedEvents(
                feeds.stream()
                        .map(feed -> feed.subscription().consumer())
                        .collect(Collectors.toCollection(TreeSet::new)),
                inboxes, listeners, traces, properties, clock);
    }
}
