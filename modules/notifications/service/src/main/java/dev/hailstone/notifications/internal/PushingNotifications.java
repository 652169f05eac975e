package dev.hailstone.notifications.internal;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

import dev.hailstone.infra.persistence.Rounds;

/// Pushes notifications to the clients whose streams this process holds.
///
/// The database is the queue: a stream knows the position up to which its client has been told, and is given what
/// follows. So it does not matter which process told something, or whether one was restarted, and nothing piles up here
/// for a client that is slow or a recipient whose quiet hours run.
@Component
class PushingNotifications implements SmartLifecycle {

    private static final int AT_ONCE = 500;

    private final News news;
    private final Wording wording;
    private final JsonMapper json;
    private final NotificationsSettings.Push settings;
    private final Clock clock;
    private final Counter dropped;
    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
    private final Set<Recipient> told = ConcurrentHashMap.newKeySet();
    private Instant lookedAt = Instant.MIN;
    private final Rounds rounds;

    PushingNotifications(News news, Wording wording, JsonMapper json, NotificationsSettings settings, Clock clock,
            MeterRegistry meters) {
        this.news = news;
        this.wording = wording;
        this.json = json;
        this.settings = settings.push();
        this.clock = clock;
        this.rounds = new Rounds("notifications-push", this.settings.lookEvery()) {

            @Override
            protected Duration round() {
                push();
                return PushingNotifications.this.settings.lookEvery();
            }
        };
        this.dropped = Counter.builder("hailstone.notifications.push.dropped")
                .description("Streams that were closed because their clients took nothing for too long")
                .register(meters);
        Gauge.builder("hailstone.notifications.push.streams", streams, Set::size)
                .description("Clients that listen to notifications in this process")
                .register(meters);
    }

    @Override
    public void start() {
        rounds.start();
    }

    /// Before the web server, which would wait for the requests that the streams are.
    @Override
    public void stop() {
        rounds.stop();
        streams.forEach(EventStream::close);
    }

    @Override
    public boolean isRunning() {
        return rounds.isRunning();
    }

    /// Serves one more client of a recipient from now on, if there is room.
    ///
    /// One at a time, lest clients that come together find the same room.
    ///
    /// @param client is opened only if there is room
    synchronized Room serve(Recipient recipient, Client client) throws IOException {
        Room room = roomFor(recipient);
        if (room == Room.FREE) {
            serve(client.open());
        }
        return room;
    }

    private Room roomFor(Recipient recipient) {
        if (!isRunning() || streams.size() >= settings.streams()) {
            return Room.NONE;
        }
        long own = streams.stream().filter(stream -> stream.recipient().equals(recipient)).count();
        return own < settings.streamsPerRecipient() ? Room.FREE : Room.NONE_FOR_RECIPIENT;
    }

    private void serve(EventStream stream) {
        streams.add(stream);
        stream.open();
        wakeFor(Set.of(stream.recipient()));
        if (!isRunning()) {
            stream.close();
        }
    }

    void forget(EventStream stream) {
        streams.remove(stream);
    }

    /// There is something new for these.
    void wakeFor(Collection<Recipient> recipients) {
        boolean anybody = false;
        for (EventStream stream : streams) {
            if (recipients.contains(stream.recipient())) {
                told.add(stream.recipient());
                anybody = true;
            }
        }
        if (anybody) {
            rounds.wake();
        }
    }

    private void push() {
        Instant now = clock.instant();
        Set<Recipient> recipients = new HashSet<>(told);
        told.removeAll(recipients);
        boolean everybody = !now.isBefore(lookedAt.plus(settings.lookEvery())) || now.isBefore(lookedAt);
        if (everybody) {
            lookedAt = now;
        }
        streams.stream().filter(stream -> stream.isOver(now)).forEach(EventStream::close);
        List<EventStream> hungry = streams.stream()
                .filter(stream -> everybody || recipients.contains(stream.recipient()))
                .filter(stream -> stream.room(settings.buffer()) > 0)
                .toList();
        for (int from = 0; from < hungry.size(); from += AT_ONCE) {
            feed(hungry.subList(from, Math.min(from + AT_ONCE, hungry.size())), now);
        }
        streams.forEach(stream -> attend(stream, now));
    }

    private void feed(List<EventStream> hungry, Instant now) {
        List<News.Known> known = new ArrayList<>(hungry.size());
        for (EventStream stream : hungry) {
            known.add(new News.Known(stream.recipient(), stream.position()));
        }
        for (News.Piece piece : news.since(known, settings.buffer())) {
            EventStream stream = hungry.get(piece.reader());
            if (stream.room(settings.buffer()) > 0 && piece.preference().quietUntil(now).isEmpty()) {
                Notification notification = piece.notification();
                Language language = piece.preference().languageOr(stream.acceptLanguage());
                stream.send(notification.position(),
                        json.writeValueAsString(WordedNotification.of(notification, wording, language)));
            }
        }
    }

    private void attend(EventStream stream, Instant now) {
        Instant activeAt = stream.push(now);
        if (stream.isWaiting()) {
            if (activeAt.plus(settings.patience()).isBefore(now)) {
                dropped.increment();
                stream.close();
            }
        } else if (activeAt.plus(settings.heartbeatEvery()).isBefore(now)) {
            stream.beat();
            stream.push(now);
        }
    }

    /// Whether one more client can be served.
    enum Room {
        FREE, NONE, NONE_FOR_RECIPIENT
    }

    /// A request that may become a stream.
    interface Client {

        EventStream open() throws IOException;
    }
}
