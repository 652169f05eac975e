package dev.hailstone.infra.messaging;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.springframework.amqp.rabbit.connection.ConnectionFactory;

/// This process's part in the broker: a relay for each of its modules, a receiver for each of its subscriptions.
///
/// It comes into being when RabbitMQ is first needed; a process whose events all travel within its database never gets here.
final class BrokerParticipation {

    private final Broker broker;
    private final RelayLocks locks;
    private final Topology topology;
    private final Dispatcher dispatcher;
    private final Inboxes inboxes;
    private final ModuleSessions sessions;
    private final Wakeups wakeups;
    private final EventJson json;
    private final EventTransportProperties properties;
    private final TransportMetrics metrics;
    private final Clock clock;
    private final List<TransportLoop> loops = new ArrayList<>();
    private final List<Signal> signals = new ArrayList<>();
    private volatile List<Relay> relays = List.of();
    private volatile boolean wanted;

    BrokerParticipation(Supplier<ConnectionFactory> connections, DataSource dataSource, Dispatcher dispatcher,
            Inboxes inboxes, ModuleSessions sessions, Wakeups wakeups, EventJson json,
            EventTransportProperties properties, TransportMetrics metrics, Clock clock) {
        this.broker = new Broker(connections, metrics, clock);
        this.locks = new RelayLocks(dataSource);
        this.topology = new Topology(properties.rabbitmq().prefix());
        this.dispatcher = dispatcher;
        this.inboxes = inboxes;
        this.sessions = sessions;
        this.wakeups = wakeups;
        this.json = json;
        this.properties = properties;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// Empty until it has been started.
    List<Relay> relays() {
        return relays;
    }

    Broker.State broker() {
        return broker.state();
    }

    /// Begins, or begins again.
    void start(List<Journal> journals, List<Feed> feeds) {
        wanted = true;
        if (!loops.isEmpty()) {
            signals.forEach(Signal::raise);
            return;
        }
        List<Relay> made = new ArrayList<>();
        for (Journal journal : journals) {
            Signal signal = wakeups.sequenced(journal.module());
            Relay relay = new Relay(journal, broker, topology, locks, json, properties, metrics, () -> wanted, signal,
                    clock);
            signals.add(signal);
            made.add(relay);
            loops.add(TransportLoop.start("relay " + journal.module(), signal, relay));
        }
        relays = List.copyOf(made);
        for (Feed feed : feeds) {
            Receiver receiver = new Receiver(feed.subscription(), inboxes.of(feed.subscription().consumer()),
                    dispatcher, sessions, broker, topology, json, properties, metrics,
                    () -> wanted && feed.isRabbitMq(), clock);
            feed.receiveWith(receiver);
            signals.add(receiver.signal());
            loops.add(TransportLoop.start("receiver " + feed.subscription(), receiver.signal(), receiver));
        }
    }

    /// Takes no part any more, until started again.
    void pause() {
        if (wanted) {
            wanted = false;
            signals.forEach(Signal::raise);
        }
    }

    /// Ends all loops.
    void stop(Duration patience) throws InterruptedException {
        TransportLoop.end(loops, patience);
        loops.clear();
        signals.clear();
        locks.release();
        broker.close();
    }
}
