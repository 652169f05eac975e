package dev.hailstone.infra.messaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.hailstone.infra.messaging.Announcement.Reason;
import dev.hailstone.infra.messaging.Feeder.LaneState;
import dev.hailstone.infra.messaging.SubscriptionStatus.Failing;
import dev.hailstone.infra.messaging.SubscriptionStatus.Running;
import dev.hailstone.infra.messaging.SubscriptionStatus.Starting;
import dev.hailstone.infra.messaging.SubscriptionStatus.Stopped;

/// Carries events from a queue of RabbitMQ to one consumer.
///
/// What arrives is handed to the [Dispatcher] in batches and acknowledged when it is committed. Nothing is ever given back to
/// the queue: duplicates and what lies beyond a gap are acknowledged as well, and what is missing is announced to the producer's
/// relay, which replays it. So is, now and then, where the consumer is, because a queue that has lost its last messages looks
/// like one that has delivered them.
final class Receiver implements TransportLoop.Work {

    private static final Logger LOG = LoggerFactory.getLogger(Receiver.class);

    private static final Duration UNTIL_WOKEN = Duration.ofHours(1);
    /// Until a lane that somebody else is at work on is looked at again.
    private static final Duration BUSY_PAUSE = Duration.ofMillis(50);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /// Batches that the broker sends ahead.
    private static final int AHEAD = 3;
    private static final int LARGEST_PREFETCH = 65_535;
    /// So often a queue may not answer until it is thought to be lost.
    static final int QUEUE_IS_LOST = 2;
    /// For so many announcements a queue may bring nothing, no answer either, until whoever is at it begins anew: the broker may
    /// have forgotten who that is. It brings nothing either while nobody answers or another replica is at it; then beginning
    /// anew changes nothing. Whether there is somebody to answer is looked at as well.
    static final int QUEUE_IS_MUTE = 12;

    private final Subscription subscription;
    private final Inbox inbox;
    private final Dispatcher dispatcher;
    private final ModuleSessions sessions;
    private final Broker broker;
    private final Topology topology;
    private final CloudEvents cloudEvents;
    private final EventJson json;
    private final EventTransportProperties properties;
    private final TransportMetrics metrics;
    private final BooleanSupplier wanted;
    private final Clock clock;
    private final Signal signal = new Signal();

    private final SortedMap<Integer, Cursor> cursors = new TreeMap<>();
    private final SortedMap<Integer, Long> heads = new TreeMap<>();
    /// Up to where a lane's events are done one by one: another process may have died of one of them.
    private final SortedMap<Integer, Long> carefulUntil = new TreeMap<>();
    private @Nullable Session session;
    /// How often the queue has not answered, in a row.
    private int unanswered;
    /// When something of the producer's relay was last seen, or waiting for it began; null while nobody waits.
    private @Nullable Instant relaySeenAt;
    private final DeliveryInterval interval;
    private final Backoff backoff = new Backoff(SHORTEST_PAUSE, LONGEST_PAUSE);
    /// How many messages were not done with when the consumer last announced itself; 0 once the relay has answered.
    private volatile long waiting;
    private volatile SubscriptionStatus status = new Starting();
    private volatile List<LaneState> lanes = List.of();

    /// @param wanted whether RabbitMQ carries this subscription
    Receiver(Subscription subscription, Inbox inbox, Dispatcher dispatcher, ModuleSessions sessions, Broker broker,
            Topology topology, EventJson json, EventTransportProperties properties, TransportMetrics metrics,
            BooleanSupplier wanted, Clock clock) {
        this.subscription = subscription;
        this.inbox = inbox;
        this.dispatcher = dispatcher;
        this.sessions = sessions;
        this.broker = broker;
        this.topology = topology;
        this.cloudEvents = new CloudEvents(json);
        this.json = json;
        this.properties = properties;
        this.metrics = metrics;
        this.wanted = wanted;
        this.clock = clock;
        this.interval = new DeliveryInterval(properties.deliveryIntervalOf(subscription));
    }

    Subscription subscription() {
        return subscription;
    }

    /// Wakes the loop that runs this.
    Signal signal() {
        return signal;
    }

    SubscriptionStatus status() {
        return status;
    }

    /// Where the subscription is, as of the last turn; heads as its producer has last told them.
    List<LaneState> lanes() {
        return lanes;
    }

    /// How many events the consumer has not done with. An answer of the relay tells it by the heads of the lanes, but waits in
    /// the queue like everything else; so what waits there counts as well.
    long lag() {
        return Math.max(waiting, lanes().stream().mapToLong(LaneState::lag).sum());
    }

    @Override
    public Duration turn(boolean woken, BooleanSupplier goOn) {
        if (!wanted.getAsBoolean()) {
            rest();
            return UNTIL_WOKEN;
        }
        try {
            return receive(goOn);
        } catch (SubscriptionStopped stopped) {
            return stop(stopped.reason());
        } catch (IOException | RuntimeException | Error failure) {
            return failed(failure);
        } finally {
            lanes = cursors.values()
                    .stream()
                    .map(cursor -> new LaneState(cursor.lane(), cursor.position(),
                            Math.max(cursor.position(), heads.getOrDefault(cursor.lane(), 0L))))
                    .toList();
        }
    }

    /// Leaves the queue, which the broker keeps for a while; not while its loop runs.
    void rest() {
        Session known = session;
        if (known != null) {
            try {
                announce(known, Reason.LEAVE, List.of());
            } catch (IOException | RuntimeException broken) {
                LOG.debug("{}: nobody could be told that the queue is left", subscription, broken);
            }
        }
        closeSession();
        cursors.clear();
        waiting = 0;
        relaySeenAt = null;
        status = new Starting();
    }

    private Duration receive(BooleanSupplier goOn) throws IOException {
        Session open = session();
        open.take();
        if (!open.pending.isEmpty()) {
            Duration leisure = interval.take(clock.instant(), open.waiting() >= properties.batchSize());
            if (leisure.isPositive()) {
                pulseIfDue(open);
                Duration pause = untilPulse(open);
                return leisure.compareTo(pause) < 0 ? leisure : pause;
            }
            deliver(open, goOn);
        }
        if (!goOn.getAsBoolean()) {
            return Duration.ZERO;
        }
        open.acknowledge();
        pulseIfDue(open);
        if (!open.pending.isEmpty()) {
            return BUSY_PAUSE;
        }
        return open.arrived.isEmpty() ? untilPulse(open) : Duration.ZERO;
    }

    private void pulseIfDue(Session open) throws IOException {
        if (open.toPulse.isOver(clock.instant())) {
            pulse(open);
        }
    }

    private Duration untilPulse(Session open) {
        Duration pause = open.toPulse.rest(clock.instant());
        return pause.isPositive() ? pause : Duration.ofMillis(1);
    }

    private Session session() throws IOException {
        Session known = session;
        if (known != null && known.isOpen() && !known.isMute()) {
            return known;
        }
        closeSession();
        if (known != null) {
            Objection.requireNone(known.channel);
        }
        if (relaySeenAt == null) {
            relaySeenAt = clock.instant();
        }
        requireSchema();
        load();
        cursors.values().forEach(cursor -> carefulUntil.put(cursor.lane(), cursor.position() + properties.batchSize()));
        Session opened = open();
        session = opened;
        announce(opened, Reason.START, List.copyOf(cursors.values()));
        return opened;
    }

    private Session open() throws IOException {
        Session opened = new Session(broker.channel());
        try {
            if (unanswered >= QUEUE_IS_LOST) {
                topology.deleteLost(opened.channel, topology.queue(subscription));
                unanswered = 0;
            }
            topology.declareSubscription(opened.channel, subscription);
            opened.channel.basicQos(Math.min(LARGEST_PREFETCH, AHEAD * properties.batchSize()));
            opened.channel.basicConsume(topology.queue(subscription), false, (_, message) -> {
                opened.arrived.add(new Arrival(message.getEnvelope().getDeliveryTag(),
                        message.getEnvelope().isRedeliver(), message.getProperties(), message.getBody()));
                signal.raise();
            }, _ -> {
                // The queue was deleted.
                opened.cancelled = true;
                signal.raise();
            }, (_, _) -> signal.raise());
            unanswered = 0;
            return opened;
        } catch (IOException | RuntimeException failure) {
            unanswered += BrokerUnavailable.isSilence(failure) ? 1 : 0;
            broker.dropIfSilent(failure);
            Broker.close(opened.channel);
            throw failure;
        }
    }

    private void requireSchema() {
        if (!sessions.present(Set.of(subscription.consumer())).contains(subscription.consumer())) {
            throw new SubscriptionStopped("""
                    Schema %1$s is not, or no longer, in this database. If the module has moved, stop its copy here: \
                    hailstone.modules.%1$s.mode=remote.""".formatted(subscription.consumer()));
        }
    }

    private void load() {
        List<Cursor> stored = Objects.requireNonNull(
                inbox.transactions().execute(_ -> inbox.cursors().all(subscription.producer())));
        stored.forEach(cursor -> cursors.put(cursor.lane(), cursor));
    }

    /// Hands over what is pending and keeps what belongs to lanes that somebody else is at work on.
    private void deliver(Session open, BooleanSupplier goOn) throws IOException {
        List<Cursor> gaps = new ArrayList<>();
        boolean careful = open.redelivered;
        List<LaneBatch> batches = new ArrayList<>();
        for (int lane : List.copyOf(open.pending.keySet())) {
            List<EventEnvelope> events = following(lane, open.pending.getOrDefault(lane, List.of()));
            if (events.isEmpty()) {
                open.pending.remove(lane);
            } else {
                careful |= position(lane) < carefulUntil.getOrDefault(lane, 0L);
                batches.add(new LaneBatch(lane, events));
            }
        }
        if (batches.isEmpty()) {
            return;
        }
        Delivery delivery = dispatcher.deliver(subscription, Transport.RABBITMQ, batches,
                careful ? Pace.ONE_BY_ONE : Pace.TOGETHER, goOn);
        delivery.cursors().forEach(cursor -> cursors.put(cursor.lane(), cursor));
        batches.forEach(batch -> {
            if (!delivery.busy().contains(batch.lane())) {
                open.pending.remove(batch.lane());
            }
        });
        if (delivery.applied() + delivery.parked() > 0) {
            running();
        }
        for (int lane : Set.copyOf(delivery.gaps())) {
            Cursor cursor = Objects.requireNonNull(cursors.get(lane));
            if (open.isNewGap(cursor)) {
                gaps.add(cursor);
            }
        }
        if (!gaps.isEmpty()) {
            announce(open, Reason.GAP, gaps);
        }
    }

    private List<EventEnvelope> following(int lane, List<RelayedEvent> arrived) {
        List<EventEnvelope> following = Continuity.following(subscription, Objects.requireNonNull(cursors.get(lane)),
                arrived);
        metrics.dropped(subscription, arrived.size() - following.size());
        return following;
    }

    private long position(int lane) {
        Cursor cursor = cursors.get(lane);
        return cursor == null ? 0 : cursor.position();
    }

    /// Tells where the consumer is, having looked, and binds its queue again: somebody may have deleted an exchange. While it
    /// is busy, it says only that it is there: what it has not done with yet is not missing.
    private void pulse(Session open) throws IOException {
        waiting = open.channel.messageCount(topology.queue(subscription)) + open.arrived.size() + open.waiting();
        if (open.isIdle()) {
            load();
            topology.restoreSubscription(open.channel, subscription);
            announce(open, Reason.PULSE, List.copyOf(cursors.values()));
            if (isUnanswered()) {
                lookForRelay();
            }
        } else {
            announce(open, Reason.PULSE, List.of());
        }
    }

    private boolean isUnanswered() {
        Instant seen = relaySeenAt;
        return seen != null && isLongAgo(seen);
    }

    private boolean isLongAgo(Instant heard) {
        return Duration.between(heard, clock.instant())
                .compareTo(properties.rabbitmq().announceInterval().multipliedBy(QUEUE_IS_MUTE)) > 0;
    }

    /// Tells a subscription that nobody serves from one whose answers another replica gets.
    private void lookForRelay() {
        if (!broker.isConsumed(topology.control(subscription.producer()))) {
            failing(noRelay(), null);
            return;
        }
        relaySeenAt = clock.instant();
        if (status instanceof Failing) {
            LOG.info("{}: there is a relay again", subscription);
            status = new Starting();
        }
    }

    private String noRelay() {
        return "no relay of %s answers; does its process run and take part (hailstone.events.rabbitmq.enabled)?"
                .formatted(subscription.producer());
    }

    private void announce(Session open, Reason reason, List<Cursor> places) throws IOException {
        Duration interval = properties.rabbitmq().announceInterval();
        if (reason != Reason.GAP) {
            open.toPulse = new Pause(clock.instant(), interval);
        }
        BasicProperties message = new BasicProperties.Builder().contentType("application/json")
                .type("hailstone.cursor-announcement")
                .expiration(Long.toString(interval.multipliedBy(validFor(reason)).toMillis()))
                .build();
        open.channel.basicPublish(topology.control(subscription.producer()), "", message,
                json.text(Announcement.of(subscription, reason, places)).getBytes(StandardCharsets.UTF_8));
    }

    /// So many intervals an announcement is worth reading: by then there is another one, except after the last, which the relay
    /// would find out for itself a while later.
    private static int validFor(Reason reason) {
        return reason == Reason.LEAVE ? Audience.SILENCE : 1;
    }

    private void running() {
        backoff.reset();
        if (!(status instanceof Running)) {
            if (!(status instanceof Starting)) {
                LOG.info("{}: events are applied again", subscription);
            }
            status = new Running();
        }
    }

    private Duration stop(String reason) {
        closeSession();
        if (!(status instanceof Stopped(String known, _)) || !known.equals(reason)) {
            LOG.error("{} is stopped: {}", subscription, reason);
            status = new Stopped(reason, clock.instant());
        }
        return properties.recheckInterval();
    }

    private Duration failed(Throwable failure) {
        broker.dropIfSilent(failure);
        closeSession();
        Duration pause = backoff.next();
        boolean missing = Objection.isMissing(failure);
        if (!missing) {
            // Whatever failed, it was not for want of a relay. One may have to begin anew as well.
            relaySeenAt = null;
        }
        if (missing && isUnanswered()) {
            failing(noRelay(), failure);
        } else if (missing && status instanceof Starting) {
            LOG.debug("{} has not declared yet what {} is to hear", subscription.producer(), subscription.consumer());
        } else {
            failing(Failures.reason(failure), failure);
        }
        return pause;
    }

    private void failing(String reason, @Nullable Throwable cause) {
        if (status instanceof Failing(_, Instant since)) {
            LOG.debug("{} failed again: {}", subscription, reason, cause);
            status = new Failing(reason, since);
        } else if (!(status instanceof Stopped)) {
            LOG.warn("{} failed and is repeated until it succeeds: {}", subscription, reason);
            LOG.debug("The cause", cause);
            status = new Failing(reason, clock.instant());
        }
    }

    private void closeSession() {
        Session known = session;
        session = null;
        if (known != null) {
            Broker.close(known.channel);
        }
    }

    /// One time at the queue, from the first delivery to the break of the channel.
    private final class Session {

        final Channel channel;
        final BlockingQueue<Arrival> arrived = new LinkedBlockingQueue<>();
        /// What has arrived and is not done with, by lane.
        final SortedMap<Integer, List<RelayedEvent>> pending = new TreeMap<>();
        private final SortedMap<Integer, Gap> gaps = new TreeMap<>();
        Pause toPulse = Pause.NONE;
        private Instant heardAt = clock.instant();
        boolean redelivered;
        volatile boolean cancelled;
        private long taken;
        private long acknowledged;

        Session(Channel channel) {
            this.channel = channel;
        }

        boolean isOpen() {
            return channel.isOpen() && !cancelled;
        }

        boolean isMute() {
            return isIdle() && isLongAgo(heardAt);
        }

        boolean isIdle() {
            return pending.isEmpty() && arrived.isEmpty();
        }

        /// How many events are pending.
        int waiting() {
            return pending.values().stream().mapToInt(List::size).sum();
        }

        /// Sorts a batch of what has arrived by lanes.
        ///
        /// @throws SubscriptionStopped if the relay has objected
        void take() throws IOException {
            List<Arrival> batch = new ArrayList<>();
            arrived.drainTo(batch, Math.max(0, properties.batchSize() - waiting()));
            if (pending.isEmpty()) {
                redelivered = false;
            }
            for (Arrival arrival : batch) {
                heardAt = clock.instant();
                relaySeenAt = heardAt;
                taken = arrival.tag;
                redelivered |= arrival.redelivered;
                if (RelayAnswer.TYPE.equals(arrival.properties.getType())) {
                    RelayAnswer answer = answer(arrival);
                    if (answer != null) {
                        hear(answer);
                    }
                } else {
                    sort(arrival);
                }
            }
        }

        /// @return null if it is none
        private @Nullable RelayAnswer answer(Arrival arrival) {
            try {
                return Objects.requireNonNull(json.message(arrival.body, RelayAnswer.class));
            } catch (RuntimeException foreign) {
                drop(arrival, "no answer of a relay", foreign);
                return null;
            }
        }

        private void hear(RelayAnswer answer) throws IOException {
            for (int lane = 0; lane < Lane.COUNT; lane++) {
                long head = answer.heads().get(lane);
                heads.put(lane, head);
                // What has been published since then, no other process has died of.
                carefulUntil.computeIfPresent(lane, (_, until) -> Math.min(until, head));
            }
            waiting = 0;
            String objection = answer.objection();
            if (objection != null) {
                channel.basicAck(taken, false);
                throw new SubscriptionStopped(objection);
            }
            running();
        }

        private void sort(Arrival arrival) {
            try {
                RelayedEvent event = cloudEvents.read(subscription.producer(), arrival.properties, arrival.body);
                pending.computeIfAbsent(event.event().lane(), _ -> new ArrayList<>()).add(event);
            } catch (RuntimeException foreign) {
                drop(arrival, "no event", foreign);
            }
        }

        private void drop(Arrival arrival, String what, RuntimeException foreign) {
            metrics.foreign(subscription);
            LOG.warn("{}: a message in queue {} is {} and is dropped: {}", subscription,
                    topology.queue(subscription), what, Failures.excerpt(arrival.body), foreign);
        }

        /// Tells the broker what is done with, which is all or nothing.
        void acknowledge() throws IOException {
            if (pending.isEmpty() && taken > acknowledged) {
                CrashPoint.ACKNOWLEDGING.reach();
                channel.basicAck(taken, true);
                acknowledged = taken;
            }
        }

        /// Whether the gap after this cursor has not been announced, or so long ago that it seems to have been in vain.
        boolean isNewGap(Cursor cursor) {
            Instant now = clock.instant();
            Gap known = gaps.get(cursor.lane());
            if (known != null && known.position == cursor.position() && !known.pause.isOver(now)) {
                return false;
            }
            gaps.put(cursor.lane(),
                    new Gap(cursor.position(), new Pause(now, properties.rabbitmq().announceInterval())));
            return true;
        }
    }

    /// A message as the broker has delivered it.
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Arrival(long tag, boolean redelivered, BasicProperties properties, byte[] body) {}

    private record Gap(long position, Pause pause) {}
}
