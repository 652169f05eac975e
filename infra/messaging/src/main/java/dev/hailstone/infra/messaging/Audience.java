package dev.hailstone.infra.messaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import com.rabbitmq.client.AMQP.BasicProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.hailstone.infra.messaging.Announcement.Reason;
import dev.hailstone.infra.messaging.Journal.Tail;

/// Those who hear one module's events by RabbitMQ, as they have announced themselves, and what each of them has missed.
final class Audience {

    private static final Logger LOG = LoggerFactory.getLogger(Audience.class);

    /// Announcements that a consumer may fail to make before it is forgotten.
    static final int SILENCE = 60;

    private final Journal journal;
    private final Broker broker;
    private final Topology topology;
    private final EventJson json;
    private final Duration announceInterval;
    private final TransportMetrics.RelayMeters meters;
    private final Clock clock;
    private final Map<String, Hearer> hearers = new HashMap<>();

    Audience(Journal journal, Broker broker, Topology topology, EventJson json, Duration announceInterval,
            TransportMetrics.RelayMeters meters, Clock clock) {
        this.journal = journal;
        this.broker = broker;
        this.topology = topology;
        this.json = json;
        this.announceInterval = announceInterval;
        this.meters = meters;
        this.clock = clock;
    }

    boolean isEmpty() {
        return hearers.isEmpty();
    }

    /// Names of the consumers.
    Set<String> names() {
        return hearers.keySet();
    }

    /// What each of them has yet to be given again.
    Map<Subscription, Replays> replays() {
        Map<Subscription, Replays> all = new HashMap<>();
        hearers.forEach((consumer, hearer) -> all.put(new Subscription(consumer, journal.module()), hearer.replays));
        return all;
    }

    void clear() {
        hearers.clear();
    }

    void leave(String consumer) {
        hearers.remove(consumer);
    }

    /// While there was no broker, nobody could be heard.
    void excuseSilence() {
        Instant now = clock.instant();
        hearers.values().forEach(hearer -> hearer.heardAt = now);
    }

    void forgetTheSilent() {
        Instant oldest = clock.instant().minus(announceInterval.multipliedBy(SILENCE));
        hearers.entrySet().removeIf(each -> {
            boolean silent = each.getValue().heardAt.isBefore(oldest);
            if (silent) {
                LOG.info("{} has not been heard of for long; nothing is relayed to it until it announces itself",
                        new Subscription(each.getKey(), journal.module()));
            }
            return silent;
        });
    }

    /// Hears where a consumer is, answers it, and finds out what it has missed.
    ///
    /// @param live up to where each lane is with the broker
    void hear(RelaySession session, Announcement announcement, Map<Integer, Long> live) throws IOException {
        Instant now = clock.instant();
        Hearer hearer = hearers.computeIfAbsent(announcement.consumer(),
                _ -> new Hearer(new Replays(announceInterval), live));
        hearer.heardAt = now;
        Subscription subscription = new Subscription(announcement.consumer(), journal.module());
        List<Cursor> places = announcement.lanes().stream().map(Announcement.Place::cursor).toList();
        String objection = objection(subscription, places);
        answer(session, subscription, objection);
        if (objection != null) {
            hearer.replays.clear();
            return;
        }
        for (Cursor place : missing(subscription, hearer, announcement.reason(), places, live)) {
            if (hearer.replays.request(place, now)) {
                LOG.debug("{}: lane {} is replayed from {} to {}", subscription, place.lane(), place.position(),
                        live.get(place.lane()));
                meters.replays().increment();
            }
        }
        if (announcement.reason() != Reason.GAP && !places.isEmpty()) {
            hearer.before = live;
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

    private void answer(RelaySession session, Subscription subscription, @Nullable String objection)
            throws IOException {
        Map<Integer, Long> heads = journal.heads();
        List<Long> inOrder = new ArrayList<>();
        for (int lane = 0; lane < Lane.COUNT; lane++) {
            inOrder.add(heads.getOrDefault(lane, 0L));
        }
        BasicProperties message = new BasicProperties.Builder().type(RelayAnswer.TYPE)
                .contentType("application/json")
                .expiration(Long.toString(announceInterval.multipliedBy(2).toMillis()))
                .build();
        session.channel()
                .basicPublish(topology.replay(journal.module()), topology.queue(subscription), message,
                        json.text(new RelayAnswer(inOrder, objection)).getBytes(StandardCharsets.UTF_8));
    }

    /// A gap is a proof that something is missing. Without one, something is if the consumer has not done with what was
    /// published an announcement ago, although nothing is before it.
    private List<Cursor> missing(Subscription subscription, Hearer hearer, Reason reason, List<Cursor> places,
            Map<Integer, Long> live) {
        Map<Integer, Long> due = reason == Reason.GAP ? live : hearer.before;
        List<Cursor> behind = places.stream()
                .filter(place -> place.position() < due.getOrDefault(place.lane(), 0L))
                .toList();
        if (reason == Reason.GAP || behind.isEmpty()) {
            return behind;
        }
        return broker.lengthOf(topology.queue(subscription)) == 0 ? behind : List.of();
    }

    /// A consumer that has announced itself.
    private static final class Hearer {

        final Replays replays;
        /// How far the relay was when the consumer last told where it is.
        Map<Integer, Long> before;
        Instant heardAt = Instant.MIN;

        Hearer(Replays replays, Map<Integer, Long> before) {
            this.replays = replays;
            this.before = before;
        }
    }
}
