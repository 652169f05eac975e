package dev.hailstone.infra.messaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

import com.rabbitmq.client.AMQP.BasicProperties;
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
    /// Announcements that a consumer may fail to make before it is forgotten.
    static final int SILENCE = 60;

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

    private final Map<String, Hearer> hearers = new HashMap<>();
    /// The events up to here are with the broker, or were of no interest when somebody began to hear. Empty while nobody does.
    private final SortedMap<Integer, Cursor> live = new TreeMap<>();
    /// What follows the last batch, read while the broker confirmed that one; null if nothing has been read ahead.
    private @Nullable Ahead ahead;
    private final AtomicLong returned = new AtomicLong();
    private boolean noted = true;
    private boolean retired;
    private Instant nextDeclaration = Instant.MIN;
    /// How often the queue of announcements has not answered, in a row.
    private int unanswered;
    private @Nullable Session session;
    private final Backoff backoff = new Backoff(SHORTEST_PAUSE, LONGEST_PAUSE);
    private @Nullable Instant lastConfirm;
    private volatile RelayStatus status = new Standby();
    private volatile List<Cursor> positions = List.of();
    private volatile long lag;

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
        this.meters = metrics.relay(journal.module(), this::lag);
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
        hearers.clear();
        live.clear();
        retired = false;
        lag = 0;
        status = new Standby();
    }

    private Duration relay(BooleanSupplier goOn) throws IOException, TimeoutException, InterruptedException {
        Session open = session();
        declareAgain(open);
        hearAnnouncements(open);
        forgetTheSilent();
        if (hearers.isEmpty()) {
            if (!clock.instant().isBefore(open.grace)) {
                retire();
            }
            lag = 0;
            status = new Idle();
            return properties.pollInterval();
        }
        begin();
        boolean more = publishNew(open);
        Progress replayed = goOn.getAsBoolean() ? replay(open) : Progress.NOTHING;
        if (!(status instanceof Relaying)) {
            LOG.info("The events of {} are relayed to RabbitMQ for {}", producer(), hearers.keySet());
        }
        status = new Relaying(List.copyOf(hearers.keySet()), lastConfirm);
        if (more || replayed == Progress.MADE) {
            return Duration.ZERO;
        }
        if (!noted) {
            journal.relayed(List.copyOf(live.values()));
            noted = true;
        }
        return replayed == Progress.PAUSED ? PAUSE_OF_REPLAY : properties.pollInterval();
    }

    private Session session() throws IOException {
        Session known = session;
        if (known != null && known.isOpen()) {
            return known;
        }
        closeSession();
        if (known != null) {
            Objection.requireNone(known.publishing);
        }
        Session opened = open();
        session = opened;
        // While there was no broker, nobody could be heard.
        Instant now = clock.instant();
        hearers.values().forEach(hearer -> hearer.heardAt = now);
        return opened;
    }

    private Session open() throws IOException {
        Channel publishing = broker.channel();
        Channel control = null;
        try {
            if (unanswered >= Receiver.QUEUE_IS_LOST) {
                topology.deleteLost(publishing, topology.control(producer()));
                unanswered = 0;
            }
            topology.declareProducer(publishing, producer());
            nextDeclaration = clock.instant().plus(properties.rabbitmq().announceInterval());
            publishing.confirmSelect();
            publishing.addReturnListener(_ -> {
                returned.incrementAndGet();
                meters.returned().increment();
            });
            AtomicLong answers = new AtomicLong();
            publishing.addConfirmListener((_, _) -> answers.incrementAndGet(), (_, _) -> answers.incrementAndGet());
            control = broker.channel();
            BlockingQueue<byte[]> announcements = new LinkedBlockingQueue<>();
            AtomicBoolean cancelled = new AtomicBoolean();
            topology.claimRelay(control, producer());
            control.basicConsume(topology.control(producer()), true, (_, message) -> {
                announcements.add(message.getBody());
                signal.raise();
            }, _ -> {
                // The queue was deleted.
                cancelled.set(true);
                signal.raise();
            }, (_, _) -> signal.raise());
            unanswered = 0;
            return new Session(publishing, answers, control, announcements, cancelled,
                    clock.instant().plus(properties.rabbitmq().announceInterval().multipliedBy(2)));
        } catch (IOException | RuntimeException failure) {
            unanswered += BrokerUnavailable.isSilence(failure) ? 1 : 0;
            close(publishing);
            close(control);
            if (Objection.isExclusion(failure)) {
                throw new BrokerUnavailable(producer() + OTHERS_RELAY, failure);
            }
            throw failure;
        }
    }

    /// Somebody may have deleted something, which consumers may not make.
    private void declareAgain(Session open) throws IOException {
        Instant now = clock.instant();
        if (!now.isBefore(nextDeclaration)) {
            topology.declareProducer(open.publishing, producer());
            nextDeclaration = now.plus(properties.rabbitmq().announceInterval());
        }
    }

    private void hearAnnouncements(Session open) throws IOException {
        List<byte[]> messages = new ArrayList<>();
        open.announcements.drainTo(messages);
        for (byte[] message : messages) {
            Announcement announcement;
            try {
                announcement = json.message(message, Announcement.class);
            } catch (RuntimeException foreign) {
                meters.foreign().increment();
                LOG.warn("Somebody has announced to {} what is no cursor: {}", producer(),
                        Failures.excerpt(message), foreign);
                continue;
            }
            hear(open, announcement);
        }
    }

    private void hear(Session open, Announcement announcement) throws IOException {
        Instant now = clock.instant();
        if (announcement.reason() == Reason.LEAVE) {
            hearers.remove(announcement.consumer());
            return;
        }
        begin();
        Hearer hearer = hearers.computeIfAbsent(announcement.consumer(),
                _ -> new Hearer(new Replays(properties.rabbitmq().announceInterval()), positionsOf(live)));
        hearer.heardAt = now;
        Subscription subscription = new Subscription(announcement.consumer(), producer());
        List<Cursor> places = announcement.lanes().stream().map(Announcement.Place::cursor).toList();
        String objection = objection(subscription, places);
        answer(open, subscription, objection);
        if (objection != null) {
            hearer.replays.clear();
            return;
        }
        consider(subscription, hearer, announcement.reason(), places, now);
        if (announcement.reason() != Reason.GAP) {
            hearer.before = positionsOf(live);
        }
    }

    private @Nullable String objection(Subscription subscription, List<Cursor> places) {
        Map<Integer, Cursor> cursors = new HashMap<>();
        places.forEach(place -> cursors.put(place.lane(), place));
        try {
            for (Tail tail : journal.read(List.copyOf(cursors.values()), 1)) {
                Continuity.following(subscription, Objects.requireNonNull(cursors.get(tail.lane())), tail);
            }
            return null;
        } catch (SubscriptionStopped stopped) {
            LOG.warn("{} is told that it must not go on: {}", subscription, stopped.reason());
            return stopped.reason();
        }
    }

    private void answer(Session open, Subscription subscription, @Nullable String objection) throws IOException {
        Map<Integer, Long> heads = journal.heads();
        List<Long> inOrder = new ArrayList<>();
        for (int lane = 0; lane < Lane.COUNT; lane++) {
            inOrder.add(heads.getOrDefault(lane, 0L));
        }
        BasicProperties message = new BasicProperties.Builder().type(RelayAnswer.TYPE)
                .contentType("application/json")
                .expiration(Long.toString(properties.rabbitmq().announceInterval().toMillis() * 2))
                .build();
        open.publishing.basicPublish(topology.replay(producer()), topology.queue(subscription), message,
                json.text(new RelayAnswer(inOrder, objection)).getBytes(StandardCharsets.UTF_8));
    }

    /// A gap is a proof that something is missing. Without one, something is if the consumer has not done with what was
    /// published an announcement ago, although nothing is before it.
    private void consider(Subscription subscription, Hearer hearer, Reason reason, List<Cursor> places,
            Instant now) {
        List<Cursor> behind = places.stream()
                .filter(place -> reason == Reason.GAP
                        ? place.position() < position(place.lane())
                        : place.position() < hearer.before.getOrDefault(place.lane(), 0L))
                .toList();
        if (behind.isEmpty() || (reason != Reason.GAP && lengthOf(topology.queue(subscription)) != 0)) {
            return;
        }
        for (Cursor place : behind) {
            if (hearer.replays.request(place, now)) {
                LOG.debug("{}: lane {} is replayed from {} to {}", subscription, place.lane(), place.position(),
                        position(place.lane()));
                meters.replays().increment();
            }
        }
    }

    private void forgetTheSilent() {
        Instant oldest = clock.instant().minus(properties.rabbitmq().announceInterval().multipliedBy(SILENCE));
        Iterator<Map.Entry<String, Hearer>> all = hearers.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<String, Hearer> each = all.next();
            if (each.getValue().heardAt.isBefore(oldest)) {
                LOG.info("{} has not been heard of for long; nothing is relayed to it until it announces itself",
                        new Subscription(each.getKey(), producer()));
                all.remove();
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
    private boolean publishNew(Session open) throws IOException, TimeoutException, InterruptedException {
        List<Tail> tails = next();
        Map<Integer, Cursor> reached = new HashMap<>();
        int published = 0;
        long behind = 0;
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
                open.publishing.basicPublish(topology.events(producer()), event.type(), true,
                        cloudEvents.properties(each), CloudEvents.body(event));
                reached.put(event.lane(), Cursor.at(event));
            }
            published += events.size();
            long last = events.isEmpty() ? cursor.position() : events.getLast().event().position();
            behind += Math.max(0, Objects.requireNonNullElse(tail.head(), last) - last);
        }
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

    /// However long that takes in all: a broker that is slow and goes on is waited for, else it would be given the same batch
    /// for ever.
    private void confirm(Session open) throws IOException, TimeoutException, InterruptedException {
        long answers;
        do {
            answers = open.answers.get();
        } while (!isConfirmed(open, answers));
        lastConfirm = clock.instant();
        meters.batches().increment();
    }

    /// @param answers that have come before
    /// @return false if not all is confirmed yet, but more than before
    private boolean isConfirmed(Session open, long answers) throws IOException, TimeoutException, InterruptedException {
        try {
            if (!open.publishing.waitForConfirms(properties.rabbitmq().confirmTimeout().toMillis())) {
                throw new IOException("RabbitMQ has refused messages of this batch");
            }
            return true;
        } catch (TimeoutException silence) {
            if (open.answers.get() > answers) {
                return false;
            }
            // A connection that is half open looks like this.
            broker.drop();
            throw silence;
        }
    }

    private Progress replay(Session open) throws IOException, TimeoutException, InterruptedException {
        Progress progress = Progress.NOTHING;
        for (Map.Entry<String, Hearer> each : hearers.entrySet()) {
            Replays replays = each.getValue().replays;
            if (!replays.isEmpty()) {
                Progress one = replay(open, new Subscription(each.getKey(), producer()), replays);
                progress = one == Progress.MADE || progress == Progress.MADE ? Progress.MADE : one;
            }
        }
        return progress;
    }

    private Progress replay(Session open, Subscription subscription, Replays replays)
            throws IOException, TimeoutException, InterruptedException {
        String queue = topology.queue(subscription);
        long length = lengthOf(queue);
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
                    open.publishing.basicPublish(topology.replay(producer()), queue, true,
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

    /// How many messages are in a queue, -1 if there is no such queue. Of RabbitMQ 4.2.6 only its owner may ask that:
    /// without an answer it passes for empty, which costs duplicates and memory of the broker at most.
    private long lengthOf(String queue) {
        // A channel of its own: asking for a queue that is not there closes it.
        Channel asking = broker.channel();
        try {
            return asking.queueDeclarePassive(queue).getMessageCount();
        } catch (IOException missing) {
            if (Objection.isMissing(missing)) {
                return -1;
            }
            if (Objection.isRefusal(missing)) {
                return 0;
            }
            throw new BrokerUnavailable("the length of queue %s cannot be told".formatted(queue), missing);
        } finally {
            close(asking);
        }
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
            OffsetDateTime oldest = backlog.oldest();
            return new Failing(reason, since, backlog.depth(), oldest == null ? null : oldest.toInstant());
        } catch (RuntimeException unavailable) {
            failure.addSuppressed(unavailable);
            return new Failing(reason, since, lag, null);
        }
    }

    private void closeSession() {
        Session known = session;
        session = null;
        ahead = null;
        if (known != null) {
            close(known.publishing);
            close(known.control);
        }
    }

    private static void close(@Nullable Channel channel) {
        if (channel != null) {
            try {
                channel.abort();
            } catch (IOException | RuntimeException broken) {
                LOG.trace("The channel is gone already", broken);
            }
        }
    }

    /// What has been read before its turn.
    ///
    /// @param places that it follows
    private record Ahead(List<Cursor> places, List<Tail> tails) {}

    /// What the relay has at the broker.
    ///
    /// @param answers how often the broker has confirmed or refused something that was published
    /// @param cancelled whether it hears no announcements any more, although the channel is open
    /// @param grace until then those who hear have had no time to say so
    private record Session(Channel publishing, AtomicLong answers, Channel control,
            BlockingQueue<byte[]> announcements, AtomicBoolean cancelled, Instant grace) {

        boolean isOpen() {
            return publishing.isOpen() && control.isOpen() && !cancelled.get();
        }
    }

    /// A consumer that has announced itself.
    private static final class Hearer {

        final Replays replays;
        /// How far the relay was when the consumer last announced itself.
        Map<Integer, Long> before;
        Instant heardAt = Instant.MIN;

        Hearer(Replays replays, Map<Integer, Long> before) {
            this.replays = replays;
            this.before = before;
        }
    }

    private enum Progress {
        NOTHING, MADE, PAUSED
    }
}
