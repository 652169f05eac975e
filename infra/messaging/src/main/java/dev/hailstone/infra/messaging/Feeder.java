package dev.hailstone.infra.messaging;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.hailstone.infra.messaging.Journal.Tail;
import dev.hailstone.infra.messaging.SubscriptionStatus.Failing;
import dev.hailstone.infra.messaging.SubscriptionStatus.Running;
import dev.hailstone.infra.messaging.SubscriptionStatus.Starting;
import dev.hailstone.infra.messaging.SubscriptionStatus.Stopped;

/// Carries events from a producer's journal to one consumer, within one database.
///
/// It reads the journal from the cursors on, in a transaction as the producer, and hands what follows to the
/// [Dispatcher]. The cursors that it keeps are a hint to read by; what counts is what the dispatcher finds.
final class Feeder implements TransportLoop.Work {

    private static final Logger LOG = LoggerFactory.getLogger(Feeder.class);

    /// Until a lane that another replica is at work on is looked at again.
    private static final Duration BUSY_PAUSE = Duration.ofMillis(100);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final Subscription subscription;
    private final Journal journal;
    private final JournalTail tail;
    private final Inbox inbox;
    private final Listeners listeners;
    private final Dispatcher dispatcher;
    private final ModuleSessions sessions;
    private final EventTransportProperties properties;
    private final Clock clock;

    private final SortedMap<Integer, Cursor> cursors = new TreeMap<>();
    private final SortedMap<Integer, Long> heads = new TreeMap<>();
    /// Up to where a lane's events are done one by one: another process may have died of one of them.
    private final SortedMap<Integer, Long> carefulUntil = new TreeMap<>();
    private boolean startCarefully = true;
    private Pause toReload = Pause.NONE;
    /// Until the journal itself is to be read, also if its tail is known.
    private Pause toRead = Pause.NONE;
    /// Until the cursors are to be moved, also if nobody here listens to what they would move over; null if there is nothing
    /// to move over.
    private @Nullable Pause toSkip;
    private final DeliveryInterval interval;
    private int failures;

    private volatile SubscriptionStatus status = new Starting();
    private volatile List<LaneState> lanes = List.of();

    Feeder(Subscription subscription, Journal journal, JournalTail tail, Inbox inbox, Listeners listeners,
            Dispatcher dispatcher, ModuleSessions sessions, EventTransportProperties properties, Clock clock) {
        this.subscription = subscription;
        this.journal = journal;
        this.tail = tail;
        this.inbox = inbox;
        this.listeners = listeners;
        this.dispatcher = dispatcher;
        this.sessions = sessions;
        this.properties = properties;
        this.clock = clock;
        this.interval = new DeliveryInterval(properties.deliveryIntervalOf(subscription));
    }

    Subscription subscription() {
        return subscription;
    }

    SubscriptionStatus status() {
        return status;
    }

    /// Where the subscription is, as of its last turn; empty before the first.
    List<LaneState> lanes() {
        return lanes;
    }

    /// How many events of the journal the consumer has not done with, as of the last turn.
    long lag() {
        return lanes.stream().mapToLong(LaneState::lag).sum();
    }

    @Override
    public Duration turn(boolean woken, BooleanSupplier goOn) {
        try {
            Duration pause = feed(goOn);
            failures = 0;
            running();
            return pause;
        } catch (SubscriptionStopped stopped) {
            return stop(stopped.reason());
        } catch (RuntimeException | Error failure) {
            return failed(failure);
        } finally {
            lanes = cursors.values()
                    .stream()
                    .map(cursor -> new LaneState(cursor.lane(), cursor.position(),
                            heads.getOrDefault(cursor.lane(), cursor.position())))
                    .toList();
        }
    }

    private Duration feed(BooleanSupplier goOn) {
        reload();
        SortedMap<Integer, List<EventEnvelope>> pending = new TreeMap<>();
        List<Tail> tails = read();
        tails.forEach(this::noteHead);
        for (Tail following : tails) {
            List<EventEnvelope> events = following(following);
            if (!events.isEmpty()) {
                pending.put(following.lane(), events);
            }
        }
        startCarefully = false;
        CrashPoint.READ.reach();
        Duration leisure = leisure(pending.values());
        if (leisure.isPositive()) {
            return leisure;
        }
        Set<Integer> busy = new TreeSet<>();
        while (!pending.isEmpty() && goOn.getAsBoolean()) {
            Delivery delivery = deliver(pending, goOn);
            delivery.cursors().forEach(cursor -> cursors.put(cursor.lane(), cursor));
            busy.addAll(delivery.busy());
            pending.keySet().removeAll(delivery.busy());
            if (!delivery.gaps().isEmpty()) {
                // The cursor has been moved back behind our back.
                toReload = Pause.NONE;
                return SHORTEST_PAUSE;
            }
        }
        boolean behind = heads.entrySet()
                .stream()
                .anyMatch(
                        head -> !busy.contains(head.getKey()) && head.getValue() > position(head.getKey()));
        return behind ? Duration.ZERO : busy.isEmpty() ? properties.pollInterval() : BUSY_PAUSE;
    }

    private List<Tail> read() {
        Instant now = clock.instant();
        if (!startCarefully && !toRead.isOver(now)) {
            List<Tail> known = tail.after(cursors.values(), properties.batchSize());
            if (!known.isEmpty()) {
                return known;
            }
        }
        toRead = new Pause(now, properties.pollInterval());
        return journal.read(List.copyOf(cursors.values()), properties.batchSize());
    }

    /// For how long these events may wait: a transaction that only moves cursors over what nobody here listens to need not
    /// be had for each of them, nor one for each event if the consumer is in no hurry.
    private Duration leisure(Collection<List<EventEnvelope>> pending) {
        long events = pending.stream().mapToLong(List::size).sum();
        boolean full = events >= properties.batchSize();
        Instant now = clock.instant();
        if (events == 0 || full || pending.stream()
                .flatMap(List::stream)
                .anyMatch(event -> listeners.hears(subscription.consumer(), event.type()))) {
            toSkip = null;
            return events == 0 ? Duration.ZERO : interval.take(now, full);
        }
        Pause pause = toSkip == null ? new Pause(now, properties.pollInterval()) : toSkip;
        toSkip = pause.isOver(now) ? null : pause;
        return pause.rest(now);
    }

    /// Hands over about as many events as one transaction shall have, of all lanes that have some, and removes them.
    private Delivery deliver(SortedMap<Integer, List<EventEnvelope>> pending, BooleanSupplier goOn) {
        List<Integer> carefulLanes = pending.keySet().stream().filter(this::isCareful).toList();
        List<Integer> chosen = carefulLanes.isEmpty() ? List.copyOf(pending.keySet()) : carefulLanes;
        int share = Math.max(1, properties.batchSize() / chosen.size());
        List<LaneBatch> batches = new ArrayList<>();
        for (int lane : chosen) {
            List<EventEnvelope> events = pending.getOrDefault(lane, List.of());
            int taken = Math.min(share, events.size());
            batches.add(new LaneBatch(lane, events.subList(0, taken)));
            if (taken == events.size()) {
                pending.remove(lane);
            } else {
                pending.put(lane, events.subList(taken, events.size()));
            }
        }
        return dispatcher.deliver(subscription, Transport.LOCAL, batches,
                carefulLanes.isEmpty() ? Pace.TOGETHER : Pace.ONE_BY_ONE, goOn);
    }

    private boolean isCareful(int lane) {
        return position(lane) < carefulUntil.getOrDefault(lane, 0L);
    }

    private long position(int lane) {
        Cursor cursor = cursors.get(lane);
        return cursor == null ? 0 : cursor.position();
    }

    /// Of every lane, also if the consumer may not go on: how far it is behind is what somebody wants to know then.
    private void noteHead(Tail tail) {
        if (tail.head() != null) {
            heads.put(tail.lane(), tail.head());
        }
    }

    /// Checks that the journal is the one that the cursor has been counted in.
    private List<EventEnvelope> following(Tail tail) {
        Cursor cursor = cursors.getOrDefault(tail.lane(), new Cursor(tail.lane(), 0, null, 0));
        List<EventEnvelope> events = Continuity.following(subscription, cursor, tail);
        long head = Objects.requireNonNull(tail.head());
        if (startCarefully) {
            carefulUntil.put(tail.lane(), Math.min(head, cursor.position() + properties.batchSize()));
        }
        return events;
    }

    private void reload() {
        Instant now = clock.instant();
        if (!toReload.isOver(now)) {
            return;
        }
        if (startCarefully) {
            requireSchemas();
        }
        List<Cursor> stored = inbox.transactions().execute(_ -> inbox.cursors().all(subscription.producer()));
        if (stored != null) {
            if (stored.stream().anyMatch(cursor -> cursor.position() < position(cursor.lane()))) {
                // Set back, perhaps together with the journal.
                tail.clear();
            }
            stored.forEach(cursor -> cursors.put(cursor.lane(), cursor));
        }
        toReload = new Pause(now, properties.recheckInterval());
    }

    private void requireSchemas() {
        Set<String> present = sessions.present(Set.of(subscription.consumer(), subscription.producer()));
        if (!present.contains(subscription.consumer())) {
            throw new SubscriptionStopped("""
                    Schema %1$s is not, or no longer, in this database. If the module has moved, stop its copy here: \
                    hailstone.modules.%1$s.mode=remote.""".formatted(subscription.consumer()));
        }
        if (!present.contains(subscription.producer())) {
            throw new SubscriptionStopped("""
                    Schema %s is not in this database, so its events have to come by RabbitMQ."""
                    .formatted(subscription.producer()));
        }
    }

    private void running() {
        if (!(status instanceof Running)) {
            if (!(status instanceof Starting)) {
                LOG.info("{}: events are applied again", subscription);
            }
            status = new Running();
        }
    }

    private Duration stop(String reason) {
        if (!(status instanceof Stopped(String known, _)) || !known.equals(reason)) {
            if (status instanceof Starting) {
                LOG.warn("{} does not start: {}", subscription, reason);
            } else {
                LOG.error("{} is stopped: {}", subscription, reason);
            }
            status = new Stopped(reason, clock.instant());
        }
        beginAnew();
        return properties.recheckInterval();
    }

    private Duration failed(Throwable failure) {
        beginAnew();
        failures++;
        Duration pause = SHORTEST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 10));
        if (pause.compareTo(LONGEST_PAUSE) > 0) {
            pause = LONGEST_PAUSE;
        }
        if (status instanceof Failing) {
            LOG.debug("{} failed again, next attempt in {}", subscription, pause, failure);
        } else {
            LOG.warn("{} failed and is repeated until it succeeds", subscription, failure);
            status = new Failing(failure.toString(), clock.instant());
        }
        return pause;
    }

    /// Does nothing until its next turn, which will be like a first one: somebody else feeds the consumer meanwhile.
    void rest() {
        if (!(status instanceof Starting)) {
            beginAnew();
            status = new Starting();
        }
    }

    /// Like a start: cursors and journal are read again, and what follows is done one by one.
    private void beginAnew() {
        tail.clear();
        startCarefully = true;
        toReload = Pause.NONE;
        toSkip = null;
    }

    /// One lane of a subscription.
    ///
    /// @param position of the consumer
    /// @param head of the producer
    record LaneState(int lane, long position, long head) {

        long lag() {
            return Math.max(0, head - position);
        }
    }
}
