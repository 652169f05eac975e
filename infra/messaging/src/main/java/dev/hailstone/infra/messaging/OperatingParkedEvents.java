package dev.hailstone.infra.messaging;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What an operator can do about parked events: look, have one tried again, give one up.
final class OperatingParkedEvents {

    private static final Logger LOG = LoggerFactory.getLogger(OperatingParkedEvents.class);

    private final Inboxes inboxes;
    private final Wakeups wakeups;
    private final Clock clock;

    OperatingParkedEvents(Inboxes inboxes, Wakeups wakeups, Clock clock) {
        this.inboxes = inboxes;
        this.wakeups = wakeups;
        this.clock = clock;
    }

    /// In the order of their positions.
    ///
    /// @throws IllegalArgumentException if the consumer is not part of this process
    List<ParkedEvent> list(String consumer, int limit) {
        Inbox inbox = inboxes.of(consumer);
        return Objects.requireNonNull(inbox.transactions().execute(_ -> inbox.parked().list(limit)));
    }

    /// How many events of each producer are parked.
    Map<String, Long> counts(String consumer) {
        Inbox inbox = inboxes.of(consumer);
        return Objects.requireNonNull(inbox.transactions().execute(_ -> inbox.parked().counts()));
    }

    Optional<ParkedEvent> find(String consumer, String producer, int lane, long position) {
        Inbox inbox = inboxes.of(consumer);
        return Objects.requireNonNull(
                inbox.transactions().execute(_ -> inbox.parked().find(producer, lane, position)));
    }

    /// Has the event tried again at once, and once only if it has used up its attempts.
    ///
    /// @throws SubscriptionStopped if the lane has no cursor
    Outcome retry(String consumer, String producer, int lane, long position) {
        Outcome outcome = change(consumer, producer, lane, position, (inbox, parked) -> {
            inbox.cursors().awaitLock(producer, lane);
            if (!inbox.parked().isHead(parked)) {
                return Outcome.WAITS_BEHIND_ANOTHER;
            }
            inbox.parked().hasten(parked, clock.instant());
            return Outcome.DONE;
        });
        wakeups.raiseParked();
        return outcome;
    }

    /// Gives the event up for this consumer, so that later ones of its key can go on. It is kept, with the reason. That needs
    /// no cursor: what a subscription leaves behind can be given up when it is gone.
    Outcome discard(String consumer, String producer, int lane, long position, String reason, String by) {
        Outcome outcome = change(consumer, producer, lane, position, (inbox, parked) -> {
            inbox.parked().discard(parked, reason, by, clock.instant());
            LOG.warn("{} has discarded {} of {} for {}: {}", by, parked.event().describe(), producer, consumer, reason);
            return Outcome.DONE;
        });
        wakeups.raiseParked();
        return outcome;
    }

    private Outcome change(String consumer, String producer, int lane, long position,
            BiFunction<Inbox, ParkedEvent, Outcome> change) {
        if (find(consumer, producer, lane, position).isEmpty()) {
            return Outcome.NOT_PARKED;
        }
        Inbox inbox = inboxes.of(consumer);
        return Objects.requireNonNull(inbox.transactions().execute(_ -> {
            inbox.cursors().awaitLockIfPresent(producer, lane);
            return inbox.parked()
                    .find(producer, lane, position)
                    .map(parked -> change.apply(inbox, parked))
                    .orElse(Outcome.NOT_PARKED);
        }));
    }

    /// How an operator's wish was answered.
    enum Outcome {

        DONE,
        /// There is no such event, or no more.
        NOT_PARKED,
        /// An earlier event of the same key is parked, and order within a key is kept.
        WAITS_BEHIND_ANOTHER
    }
}
