package dev.hailstone.infra.messaging;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.springframework.context.SmartLifecycle;

import dev.hailstone.infra.persistence.LocalModules;
import dev.hailstone.infra.persistence.ModuleDescriptor;

/// All loops of the transport in this process: a sequencer for each module, a feeder for each subscription, one that tries
/// parked events again, one for the gauges, and two for the doorbell between processes.
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
    private final EventTransportProperties properties;
    private final Clock clock;
    private final List<TransportLoop> loops = new ArrayList<>();
    private volatile List<Sequencer> sequencers = List.of();
    private volatile List<Feeder> feeders = List.of();
    private volatile boolean running;

    EventTransport(LocalModules modules, Listeners listeners, EventTraces traces, Dispatcher dispatcher,
            Inboxes inboxes, ModuleSessions sessions, Wakeups wakeups, Doorbell doorbell, TransportGauges gauges,
            EventTransportProperties properties, Clock clock) {
        this.modules = modules;
        this.listeners = listeners;
        this.traces = traces;
        this.dispatcher = dispatcher;
        this.inboxes = inboxes;
        this.sessions = sessions;
        this.wakeups = wakeups;
        this.doorbell = doorbell;
        this.gauges = gauges;
        this.properties = properties;
        this.clock = clock;
    }

    List<Sequencer> sequencers() {
        return sequencers;
    }

    List<Feeder> feeders() {
        return feeders;
    }

    /// @throws IllegalStateException if a subscription is configured for a transport that is not there
    @Override
    public synchronized void start() {
        if (running) {
            return;
        }
        sequencers = modules.all().stream().map(this::sequencer).toList();
        feeders = listeners.subscriptions().stream().map(this::feeder).toList();
        for (Sequencer sequencer : sequencers) {
            loops.add(TransportLoop.start("sequencer " + sequencer.module(),
                    wakeups.published(sequencer.module()), sequencer));
        }
        for (Feeder feeder : feeders) {
            loops.add(TransportLoop.start("feeder " + feeder.subscription(),
                    wakeups.sequenced(feeder.subscription().producer()), feeder));
        }
        if (!feeders.isEmpty()) {
            loops.add(TransportLoop.start("parked events", wakeups.parked(), retrying()));
        }
        gauges.watch(sequencers.stream().map(Sequencer::journal).toList(),
                feeders.stream().collect(Collectors.toMap(Feeder::subscription, Function.identity())));
        loops.add(TransportLoop.start("event gauges", new Signal(), gauges));
        loops.add(TransportLoop.start("doorbell sending", doorbell.signal(), doorbell::send));
        loops.add(TransportLoop.start("doorbell hearing", new Signal(), doorbell::hear));
        running = true;
    }

    @Override
    public synchronized void stop() {
        running = false;
        loops.forEach(TransportLoop::stop);
        try {
            for (TransportLoop loop : loops) {
                loop.join(PATIENCE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        loops.clear();
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
        return new Sequencer(new Journal(module.name(), sessions), sessions, properties, clock, () -> {
            wakeups.raiseSequenced(module.name());
            doorbell.ring(module.name());
        });
    }

    private Feeder feeder(Subscription subscription) {
        if (properties.transportOf(subscription) != Transport.LOCAL) {
            throw new IllegalStateException(
                    """
                            %s is configured for RabbitMQ, which is not available in this build. Set hailstone.events.transport, \
                            or hailstone.events.subscriptions.%s.%s.transport, to local."""
                            .formatted(subscription, subscription.consumer(), subscription.producer()));
        }
        return new Feeder(subscription, new Journal(subscription.producer(), sessions),
                inboxes.of(subscription.consumer()), dispatcher, sessions, properties, clock);
    }

    private RetryingParkedEvents retrying() {
        return new RetryingParkedEvents(
                feeders.stream()
                        .map(feeder -> feeder.subscription().consumer())
                        .collect(Collectors.toCollection(TreeSet::new)),
                inboxes, listeners, traces, properties, clock);
    }
}
