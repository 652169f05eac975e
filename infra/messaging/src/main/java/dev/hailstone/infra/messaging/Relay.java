package dev.hailstone.infra.messaging;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

import com.rabbitmq.client.Channel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.hailstone.infra.messaging.Announcement.Reason;
import dev.hailstone.infra.messaging.Journal.Backlog;
import dev.hailstone.infra.messaging.Journal.Tail;
import dev.hailstone.infra.messaging.RelayStatus.Failing;
import dev.hailstone.infra.messaging.RelayStatus.Idle;
import dev.hailstone.infra.messaging.RelayStatus.Relaying;
import dev.hailstone.infra.messaging.RelayStatus.Standby;

/// Publishes one module's journal to RabbitMQ, as long as somebody hears it there.
///
/// It publishes live what is new, to everybody, and replays to a single consumer what that one has missed. Which it learns from
/// the consumers' announcements alone, so it makes no difference whether a queue was purged, an exchange was deleted, or a
/// consumer has just been born. What it has in mind is never needed to be right: with any position it would cost duplicates or
/// a replay, and nothing else.
final class Relay implements TransportLoop.Work {

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    private static final Duration UNTIL_WOKEN = Duration.ofHours(1);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration PAUSE_OF_REPLAY = Duration.ofMillis(50);
    /// How many times as many events of a lane are published before their confirms are awaited as are applied in one
    /// transaction. More would save a little waiting, and cost memory.
    private static final int BATCHES_AT_ONCE = 3;
    /// A replay waits while so many messages are before the consumer.
    private static final long LONG_QUEUE = 5_000;
    private static final String OTHERS_RELAY = """
            : somebody else relays its events at this broker under the same names. If that is another installation, give one of \
            them a hailstone.events.rabbitmq.prefix of its own; if it is a replica that has just lost its connection to the \
            database, this ends by itself.""";

    private final Journal journal;
    private final Broker broker;
    private final Topology topology;
    private final RelayLocks locks;
    private final CloudEvents cloudEvents;
    private final EventJson json;
    private final EventTransportProperties properties;
    private final TransportMetrics.RelayMeters meters;
    private final BooleanSupplier wanted;
    private final Signal signal;
    private final Clock clock;

    private final Audience audience;
    /// The events up to here are with the broker, or were of no interest when somebody began to hear. Empty while nobody does.
    private final SortedMap<Integer, Cursor> live = new TreeMap<>();
    /// What follows the last batch, read while the broker confirmed that one; null if nothing has been read ahead.
    private @Nullable Ahead ahead;
    private final AtomicLong returned = new AtomicLong();
    private boolean noted = true;
    private boolean retired;
    private Instant nextRestoration = Instant.MIN;
    private Instant heardAt = Instant.MIN;
    /// How often the queue of announcements has not answered, in a row.
    private int unanswered;
    private @Nullable RelaySession session;
    /// Until then those who hear have had no time to say so.
    private Instant grace = Instant.MIN;
    private final Backoff backoff = new Backoff(SHORTEST_PAUSE, LONGEST_PAUSE);
    private @Nullable Instant lastConfirm;
    private volatile RelayStatus status = new Standby();
    private volatile List<Cursor> positions = List.of();
    private volatile long lag;
    /// When the oldest event that is not with the broker was published; null if there is none, or that is not known.
    private volatile @Nullable Instant oldest;

    /// @param wanted whether this process takes part in the broker
    /// @param signal wakes the loop that runs this
    Relay(Journal journal, Broker broker, Topology topology, RelayLocks locks, EventJson json,
            EventTransportProperties properties, TransportMetrics metrics, BooleanSupplier wanted, Signal signal,
            Clock clock) {
        this.journal = journal;
        this.broker = broker;
        this.topology = topology;
        this.locks = locks;
        this.cloudEvents = new CloudEvents(json);
        this.json = json;
        this.properties = properties;
        this.meters = metrics.relay(this);
        this.audience = new Audience(journal, broker, topology, json, properties.rabbitmq().announceInterval(), meters,
                clock);
        this.wanted = wanted;
        this.signal = signal;
        this.clock = clock;
    }

    String producer() {
        return journal.module();
    }

    RelayStatus status() {
        return status;
    }

    /// Up to where each lane is with the broker; empty while nobody hears.
    List<Cursor> positions() {
        return positions;
    }

    /// How many events of the journal are not with the broker, as of the last turn.
    long lag() {
        return lag;
    }

    /// For how many seconds the oldest of these events has waited; 0 if there is none.
    double age() {
        Instant since = oldest;
        return since == null ? 0 : Duration.between(since, clock.instant()).toMillis() / 1000.0;
    }

    /// How many messages no queue has taken.
    long returned() {
        return returned.get();
    }

    @Override
    public Duration turn(boolean woken, BooleanSupplier goOn) {
        if (!wanted.getAsBoolean()) {
            rest();
            return UNTIL_WOKEN;
        }
        try {
            if (!locks.hold(producer())) {
                rest();
                return properties.pollInterval();
            }
            Duration pause = relay(goOn);
            backoff.reset();
            return pause;
        } catch (IOException | TimeoutException | RuntimeException | Error failure) {
            return failed(failure);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return UNTIL_WOKEN;
        } finally {
            positions = List.copyOf(live.values());
        }
    }

    /// Stops publishing; not while its loop runs.
    void rest() {
        closeSession();
        audience.clear();
        live.clear();
        retired = false;
        nothingWaits();
        status = new Standby();
    }

    private void nothingWaits() {
        lag = 0;
        oldest = null;
    }

    private Duration relay(BooleanSupplier goOn) throws IOException, TimeoutException, InterruptedException {
        RelaySession open = session();
        hearAnnouncements(open);
        if (isDeaf()) {
            closeSession();
            open = anew();
        }
        restore(open);
        audience.forgetTheSilent();
        if (audience.isEmpty()) {
            if (!clock.instant().isBefore(grace)) {
                retire();
            }
            nothingWaits();
            status = new Idle();
            return properties.pollInterval();
        }
        begin();
        boolean more = publishNew(open);
        Progress replayed = goOn.getAsBoolean() ? replay(open) : Progress.NOTHING;
        if (!(status instanceof Relaying)) {
            LOG.info("The events of {} are relayed to RabbitMQ for {}", producer(), audience.names());
        }
        status = new Relaying(List.copyOf(audience.names()), lastConfirm);
        if (more || replayed == Progress.MADE) {
            return Duration.ZERO;
        }
        if (!noted) {
            journal.relayed(List.copyOf(live.values()));
            noted = true;
        }
        return replayed == Progress.PAUSED ? PAUSE_OF_REPLAY : properties.pollInterval();
    }

    private RelaySession session() throws IOException {
        RelaySession known = session;
        if (known != null && known.isOpen()) {
            return known;
        }
        closeSession();
        if (known != null) {
            Objection.requireNone(known.channel());
        }
        RelaySession opened = anew();
        Duration interval = properties.rabbitmq().announceInterval();
        grace = clock.instant().plus(interval.multipliedBy(2));
        audience.excuseSilence();
        return opened;
    }

    /// Whether nobody has been heard for so long that the broker may have forgotten who listens, as it does if its queue was
    /// made anew by somebody else.
    private boolean isDeaf() {
        return Duration.between(heardAt, clock.instant())
                .compareTo(properties.rabbitmq().announceInterval().multipliedBy(Receiver.QUEUE_IS_MUTE)) > 0;
    }

    private RelaySession anew() throws IOException {
        RelaySession opened = open();
        session = opened;
        heardAt = clock.instant();
        nextRestoration = heardAt.plus(properties.rabbitmq().announceInterval());
        return opened;
    }

    private RelaySession open() throws IOException {
        try {
            if (unanswered >= Receiver.QUEUE_IS_LOST) {
                deleteLostQueue();
                unanswered = 0;
            }
            RelaySession opened = RelaySession.open(broker, topology, producer(), () -> {
                returned.incrementAndGet();
                meters.returned().increment();
            }, signal);
            unanswered = 0;
            return opened;
        } catch (IOException | RuntimeException failure) {
            unanswered += BrokerUnavailable.isSilence(failure) ? 1 : 0;
            if (Objection.isExclusion(failure)) {
                throw new BrokerUnavailable(producer() + OTHERS_RELAY, failure);
            }
            throw failure;
        }
    }

    private void deleteLostQueue() throws IOException {
        Channel channel = broker.channel();
        try {
            topology.deleteLost(channel, topology.control(producer()));
        } catch (IOException failure) {
            broker.dropIfSilent(failure);
            throw failure;
        } finally {
            Broker.close(channel);
        }
    }

    /// Somebody may have deleted something, which consumers may not make.
    private void restore(RelaySession open) throws IOException {
        Instant now = clock.instant();
        if (!now.isBefore(nextRestoration)) {
            topology.restoreProducer(open.channel(), producer());
            nextRestoration = now.plus(properties.rabbitmq().announceInterval());
        }
    }

    private void hearAnnouncements(RelaySession open) throws IOException {
        for (byte[] message : open.announcements()) {
            heardAt = clock.instant();
            Announcement announcement;
            try {
                announcement = json.message(message, Announcement.class);
            } catch (RuntimeException foreign) {
                meters.foreign().increment();
                LOG.warn("Somebody has announced to {} what is no cursor: {}", producer(),
                        Failures.excerpt(message), foreign);
                continue;
            }
            if (announcement.reason() == Reason.LEAVE) {
                audience.leave(announcement.consumer());
            } else {
                begin();
                audience.hear(open, announcement, positionsOf(live));
            }
        }
    }

    /// Finds out from where on to publish: where the last relay has been, or from now on.
    private void begin() {
        if (!live.isEmpty()) {
            return;
        }
        retired = false;
        Map<Integer, Long> hints = journal.relayed();
        journal.heads()
                .forEach((lane, head) -> live.put(lane,
                        new Cursor(lane, Math.min(hints.getOrDefault(lane, head), head), null, 0)));
        noted = false;
    }

    /// Nobody is owed anything any more. Whoever comes next begins with a replay.
    private void retire() {
        if (!retired) {
            live.clear();
            journal.forgetRelayed();
            retired = true;
            LOG.info("Nobody hears the events of {} by RabbitMQ", producer());
        }
    }

    /// @return whether there is probably more
    private boolean publishNew(RelaySession open) throws IOException, TimeoutException, InterruptedException {
        List<Tail> tails = next();
        Map<Integer, Cursor> reached = new HashMap<>();
        int published = 0;
        long behind = 0;
        Instant first = null;
        boolean crashPoint = false;
        for (Tail tail : tails) {
            Cursor cursor = Objects.requireNonNull(live.get(tail.lane()));
            List<RelayedEvent> events = chain(cursor, tail);
            if (!events.isEmpty() && !crashPoint) {
                noted = true;
                crashPoint = true;
                CrashPoint.RELAYING.reach();
                broker.requireUnblocked();
            }
            for (RelayedEvent each : events) {
                EventEnvelope event = each.event();
                open.channel()
                        .basicPublish(topology.events(producer()), event.type(), true,
                                cloudEvents.properties(each), CloudEvents.body(event));
                reached.put(event.lane(), Cursor.at(event));
                first = first == null || event.occurredAt().isBefore(first) ? event.occurredAt() : first;
            }
            published += events.size();
            long last = events.isEmpty() ? cursor.position() : events.getLast().event().position();
            behind += Math.max(0, Objects.requireNonNullElse(tail.head(), last) - last);
        }
        oldest = first;
        if (published > 0) {
            if (behind > 0) {
                ahead = readAhead(reached);
            }
            confirm(open);
            CrashPoint.CONFIRMED.reach();
            live.putAll(reached);
            noted = false;
            meters.confirmed().increment(published);
        }
        lag = behind;
        if (behind == 0) {
            oldest = null;
        }
        return behind > 0;
    }

    private List<Tail> next() {
        List<Cursor> places = List.copyOf(live.values());
        Ahead known = ahead;
        ahead = null;
        return known != null && known.places.equals(places)
                ? known.tails
                : read(places, places);
    }

    /// Reads what follows a batch that is not confirmed yet: broker and database need not wait for each other.
    private Ahead readAhead(Map<Integer, Cursor> reached) {
        SortedMap<Integer, Cursor> following = new TreeMap<>(live);
        following.putAll(reached);
        List<Cursor> places = List.copyOf(following.values());
        return new Ahead(places, read(places, List.copyOf(live.values())));
    }

    private List<Tail> read(List<Cursor> places, List<Cursor> relayed) {
        return journal.readForRelay(places, relayed, BATCHES_AT_ONCE * properties.batchSize());
    }

    /// What follows the relay's own position. It does not judge: should the journal be another one than before, consumers find
    /// out by what they have heard.
    private List<RelayedEvent> chain(Cursor cursor, Tail tail) {
        long head = Objects.requireNonNullElse(tail.head(), 0L);
        if (head < cursor.position()) {
            LOG.error("Lane {} of {} ends at {} and was relayed up to {}: its journal was restored while it was in use",
                    tail.lane(), producer(), head, cursor.position());
            live.put(tail.lane(), new Cursor(tail.lane(), head, null, 0));
            return List.of();
        }
        List<RelayedEvent> chain = new ArrayList<>();
        UUID previous = null;
        for (EventEnvelope event : tail.events()) {
            if (event.position() > cursor.position()) {
                chain.add(new RelayedEvent(event, previous));
            }
            previous = event.eventId();
        }
        return chain;
    }

    private void confirm(RelaySession open) throws IOException, TimeoutException, InterruptedException {
        try {
            open.confirm(properties.rabbitmq().confirmTimeout());
        } catch (TimeoutException silence) {
            // A connection that is half open looks like this.
            broker.drop(open.channel());
            throw silence;
        }
        lastConfirm = clock.instant();
        meters.batches().increment();
    }

    private Progress replay(RelaySession open) throws IOException, TimeoutException, InterruptedException {
        Progress progress = Progress.NOTHING;
        for (Map.Entry<Subscription, Replays> each : audience.replays().entrySet()) {
            if (!each.getValue().isEmpty()) {
                Progress one = replay(open, each.getKey(), each.getValue());
                progress = one == Progress.MADE || progress == Progress.MADE ? Progress.MADE : one;
            }
        }
        return progress;
    }

    private Progress replay(RelaySession open, Subscription subscription, Replays replays)
            throws IOException, TimeoutException, InterruptedException {
        String queue = topology.queue(subscription);
        long length = broker.lengthOf(queue);
        if (length < 0) {
            // It will announce itself when it has a queue again.
            replays.clear();
            return Progress.NOTHING;
        }
        if (length > LONG_QUEUE) {
            return Progress.PAUSED;
        }
        int published = 0;
        Map<Integer, Long> reached = new HashMap<>();
        List<Cursor> places = replays.places();
        Map<Integer, Cursor> cursors = new HashMap<>();
        places.forEach(place -> cursors.put(place.lane(), place));
        for (Tail tail : journal.read(places, properties.batchSize())) {
            Cursor place = Objects.requireNonNull(cursors.get(tail.lane()));
            long end = position(tail.lane());
            long last = place.position();
            for (RelayedEvent each : chain(place, tail)) {
                EventEnvelope event = each.event();
                if (event.position() <= end) {
                    open.channel()
                            .basicPublish(topology.replay(producer()), queue, true,
                                    cloudEvents.properties(each), CloudEvents.body(event));
                    last = event.position();
                    published++;
                }
            }
            reached.put(tail.lane(), last);
        }
        confirm(open);
        Instant now = clock.instant();
        reached.forEach((lane, last) -> {
            replays.advance(lane, last);
            if (last >= position(lane)) {
                replays.end(lane, last, now);
            }
        });
        meters.replayed().increment(published);
        return Progress.MADE;
    }

    private long position(int lane) {
        Cursor cursor = live.get(lane);
        return cursor == null ? 0 : cursor.position();
    }

    private static Map<Integer, Long> positionsOf(SortedMap<Integer, Cursor> cursors) {
        Map<Integer, Long> positions = new HashMap<>();
        cursors.forEach((lane, cursor) -> positions.put(lane, cursor.position()));
        return positions;
    }

    private Duration failed(Throwable failure) {
        broker.dropIfSilent(failure);
        closeSession();
        if (status instanceof Failing) {
            LOG.debug("The events of {} still do not reach RabbitMQ", producer(), failure);
        } else {
            LOG.warn("The events of {} do not reach RabbitMQ at the moment: {}", producer(), Failures.reason(failure));
            LOG.debug("The cause", failure);
        }
        status = failing(failure);
        return backoff.next();
    }

    private RelayStatus failing(Throwable failure) {
        Instant since = status instanceof Failing known ? known.since() : clock.instant();
        String reason = Failures.reason(failure);
        try {
            if (live.isEmpty() && !journal.relayed().isEmpty()) {
                begin();
            }
            Backlog backlog = journal.behind(List.copyOf(live.values()));
            lag = backlog.depth();
            OffsetDateTime first = backlog.oldest();
            oldest = first == null ? null : first.toInstant();
            return new Failing(reason, since, backlog.depth(), oldest);
        } catch (RuntimeException unavailable) {
            failure.addSuppressed(unavailable);
            return new Failing(reason, since, lag, null);
        }
    }

    private void closeSession() {
        RelaySession known = session;
        session = null;
        ahead = null;
        if (known != null) {
            known.close();
        }
    }

    /// What has been read before its turn.
    ///
    /// @param places that it follows
    private record Ahead(List<Cursor> places, List<Tail> tails) {}

    private enum Progress {
        NOTHING, MADE, PAUSED
    }
}
