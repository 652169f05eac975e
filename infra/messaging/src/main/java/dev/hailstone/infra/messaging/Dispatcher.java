package dev.hailstone.infra.messaging;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Applies events to a module, whatever has carried them: the one place where listeners run.
///
/// The consumer's position in a lane moves in the transaction of the listeners' effects, by compare and set. So a lower
/// position is a duplicate and dropped, a higher one than the next is a gap and refused, and an instance that was frozen
/// and wakes up cannot apply anything twice.
final class Dispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    /// So often a single event may lose against others before that counts as its own failure.
    private static final int CONFLICTS = 10;

    private final Listeners listeners;
    private final EventTraces traces;
    private final Inboxes inboxes;
    private final TransportMetrics metrics;
    private final Wakeups wakeups;
    private final EventTransportProperties properties;
    private final Clock clock;
    /// The position after which this process has counted an attempt: one process, one attempt.
    private final Map<CountedLane, Long> counted = new ConcurrentHashMap<>();

    Dispatcher(Listeners listeners, EventTraces traces, Inboxes inboxes, TransportMetrics metrics, Wakeups wakeups,
            EventTransportProperties properties, Clock clock) {
        this.listeners = listeners;
        this.traces = traces;
        this.inboxes = inboxes;
        this.metrics = metrics;
        this.wakeups = wakeups;
        this.properties = properties;
        this.clock = clock;
    }

    /// Applies events of one or more lanes, each lane's in the order of their positions.
    ///
    /// An event that fails is parked, and with it later ones of its key; nobody else waits. When the method returns,
    /// everything up to the cursors that it tells is committed.
    ///
    /// @param carrier what has brought the events
    /// @param batches together at most about as many events as one transaction shall have
    /// @param goOn asked between events that are done one by one; false ends the delivery early
    /// @throws SubscriptionStopped if a lane has no cursor
    /// @throws RuntimeException if the database cannot serve; what was not yet committed may be delivered again
    Delivery deliver(Subscription subscription, Transport carrier, List<LaneBatch> batches, Pace pace,
            BooleanSupplier goOn) {
        Delivery delivery = switch (pace) {
            case TOGETHER -> together(subscription, carrier, batches, goOn);
            case ONE_BY_ONE -> oneByOne(subscription, carrier, batches, true, goOn);
        };
        CrashPoint.DELIVERED.reach();
        metrics.delivered(subscription, delivery);
        if (delivery.parked() > 0) {
            wakeups.raiseParked();
        }
        return delivery;
    }

    private Delivery together(Subscription subscription, Transport carrier, List<LaneBatch> batches,
            BooleanSupplier goOn) {
        try {
            return apply(subscription, carrier, batches);
        } catch (SubscriptionStopped | CursorLockFailed stopped) {
            throw stopped;
        } catch (Throwable failure) {
            if (FailureKind.of(failure) == FailureKind.UNAVAILABLE) {
                throw failure;
            }
            LOG.debug("{}: a batch failed and is done again, event by event", subscription, failure);
            CrashPoint.BATCH_FAILED.reach();
            return oneByOne(subscription, carrier, batches, false, goOn);
        }
    }

    private Delivery oneByOne(Subscription subscription, Transport carrier, List<LaneBatch> batches, boolean count,
            BooleanSupplier goOn) {
        Delivery delivery = Delivery.NOTHING;
        for (LaneBatch batch : batches) {
            for (EventEnvelope event : batch.events()) {
                if (!goOn.getAsBoolean()) {
                    return delivery;
                }
                Delivery one = count && !countAttempt(subscription, event)
                        ? park(subscription, event, attemptsUsedUp(event), allAttempts(), null)
                        : one(subscription, carrier, event);
                delivery = delivery.and(one);
                if (!one.complete()) {
                    break;
                }
            }
        }
        return delivery;
    }

    private Delivery one(Subscription subscription, Transport carrier, EventEnvelope event) {
        int conflicts = 0;
        while (true) {
            try {
                return apply(subscription, carrier, List.of(new LaneBatch(event.lane(), List.of(event))));
            } catch (SubscriptionStopped | CursorLockFailed stopped) {
                throw stopped;
            } catch (Throwable failure) {
                switch (FailureKind.of(failure)) {
                    case UNAVAILABLE -> throw failure;
                    case CONFLICT -> {
                        if (++conflicts >= CONFLICTS) {
                            return parkFailed(subscription, event, failure);
                        }
                        LOG.debug("{}: {} lost against others and is done again", subscription, event.describe(),
                                failure);
                        LockSupport.parkNanos(Duration.ofMillis(5L << conflicts).toNanos());
                    }
                    case POISON -> {
                        return parkFailed(subscription, event, failure);
                    }
                }
            }
        }
    }

    /// The transaction in which positions and effects become one.
    private Delivery apply(Subscription subscription, Transport carrier, List<LaneBatch> batches) {
        Inbox inbox = inboxes.of(subscription.consumer());
        List<EventEnvelope> heard = new ArrayList<>();
        Delivery delivery = Objects.requireNonNull(inbox.transactions().execute(_ -> {
            heard.clear();
            Cursors.Locked locked = lock(inbox, subscription, batches);
            Selection selection = Selection.of(batches, locked.cursors());
            if (selection.events().isEmpty()) {
                return selection.delivery(0, 0);
            }
            List<ParkedEvent> parked = hear(subscription, carrier, selection.events(), locked.parkedKeys(), heard);
            CrashPoint.LISTENERS_DONE.reach();
            inbox.parked().add(parked);
            inbox.cursors().move(subscription.producer(), selection.from(), selection.to());
            if (heard.isEmpty() && parked.isEmpty()) {
                inbox.cursors().commitAtLeisure();
            }
            CrashPoint.CURSOR_MOVED.reach();
            return selection.delivery(selection.events().size() - parked.size(), parked.size());
        }));
        metrics.heard(subscription, heard, clock.instant());
        return delivery;
    }

    private Selection select(Inbox inbox, Subscription subscription, EventEnvelope event) {
        List<LaneBatch> batches = List.of(new LaneBatch(event.lane(), List.of(event)));
        return Selection.of(batches, lock(inbox, subscription, batches).cursors());
    }

    private Cursors.Locked lock(Inbox inbox, Subscription subscription, List<LaneBatch> batches) {
        List<Integer> lanes = batches.stream().map(LaneBatch::lane).sorted().toList();
        Set<String> keys = batches.stream()
                .flatMap(batch -> batch.events().stream())
                .map(EventEnvelope::key)
                .collect(Collectors.toSet());
        Cursors.Locked locked;
        try {
            locked = inbox.cursors().lock(subscription.producer(), lanes, keys);
        } catch (SubscriptionStopped stopped) {
            throw stopped;
        } catch (RuntimeException refused) {
            throw new CursorLockFailed(subscription, refused);
        }
        CrashPoint.CURSOR_LOCKED.reach();
        return locked;
    }

    /// Runs the listeners.
    ///
    /// @return what is to be parked: events in a version that is not understood, and those behind a parked one
    private List<ParkedEvent> hear(Subscription subscription, Transport carrier, List<EventEnvelope> events,
            Set<String> parkedBefore, List<EventEnvelope> heard) {
        Set<String> parkedKeys = new HashSet<>(parkedBefore);
        List<ParkedEvent> parked = new ArrayList<>();
        Instant now = clock.instant();
        for (EventEnvelope event : events) {
            if (parkedKeys.contains(event.key())) {
                parked.add(ParkedEvent.behind(subscription.producer(), event, now));
                continue;
            }
            switch (listeners.hearing(subscription.consumer(), event)) {
                case Hearing.Heard hearing -> {
                    traces.hear(subscription, event, carrier, hearing);
                    heard.add(event);
                }
                case Hearing.Ignored _ -> {
                }
                case Hearing.NotUnderstood(String reason) -> {
                    LOG.warn("{}: {} is parked: {}", subscription, event.describe(), reason);
                    parked.add(new ParkedEvent(subscription.producer(), event, reason, 1,
                            properties.retry().next(1, now), now));
                    parkedKeys.add(event.key());
                }
            }
        }
        return parked;
    }

    private Delivery parkFailed(Subscription subscription, EventEnvelope event, Throwable failure) {
        LOG.warn("{}: {} failed and is parked, with later events of its key", subscription, event.describe(), failure);
        return park(subscription, event, Failures.describe(failure), 1, properties.retry().next(1, clock.instant()));
    }

    private Delivery park(Subscription subscription, EventEnvelope event, String failure, int attempts,
            @Nullable Instant next) {
        Inbox inbox = inboxes.of(subscription.consumer());
        Delivery delivery = Objects.requireNonNull(inbox.transactions().execute(_ -> {
            Selection selection = select(inbox, subscription, event);
            if (selection.events().isEmpty()) {
                return selection.delivery(0, 0);
            }
            inbox.parked()
                    .add(List.of(
                            new ParkedEvent(subscription.producer(), event, failure, attempts, next, clock.instant())));
            inbox.cursors().move(subscription.producer(), selection.from(), selection.to());
            CrashPoint.PARKING.reach();
            return selection.delivery(0, 1);
        }));
        CrashPoint.PARKED.reach();
        return delivery;
    }

    /// Counts, once in this process, that the event is about to be begun.
    ///
    /// @return whether it may be begun; not if too many processes did not live to finish it
    private boolean countAttempt(Subscription subscription, EventEnvelope event) {
        CountedLane lane = new CountedLane(subscription, event.lane());
        if (Objects.equals(counted.get(lane), event.position())) {
            return true;
        }
        Inbox inbox = inboxes.of(subscription.consumer());
        boolean mayBegin = Objects.requireNonNull(inbox.transactions().execute(_ -> {
            Selection selection = select(inbox, subscription, event);
            if (selection.events().isEmpty()) {
                return true;
            }
            Cursor cursor = selection.from().getFirst();
            if (cursor.attempts() >= properties.maxAttempts()) {
                return false;
            }
            inbox.cursors().countAttempt(subscription.producer(), cursor);
            counted.put(lane, event.position());
            return true;
        }));
        CrashPoint.ATTEMPT_COUNTED.reach();
        return mayBegin;
    }

    private String attemptsUsedUp(EventEnvelope event) {
        return "%d processes have begun %s and not lived to finish it. It is not tried again until an operator says so."
                .formatted(properties.maxAttempts(), event.describe());
    }

    /// However many are granted, none is left: an operator's retry is one attempt.
    private int allAttempts() {
        return Math.max(properties.maxAttempts(), properties.retry().attempts());
    }

    private record CountedLane(Subscription subscription, int lane) {}

    /// The cursor could not be locked: this says nothing about the events.
    static final class CursorLockFailed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        CursorLockFailed(Subscription subscription, RuntimeException cause) {
            super("the cursor of %s could not be locked".formatted(subscription), cause);
        }
    }
}
