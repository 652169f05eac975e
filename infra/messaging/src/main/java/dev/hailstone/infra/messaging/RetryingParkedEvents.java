package dev.hailstone.infra.messaging;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tries parked events again when their time has come, and what waits behind them as soon as they have succeeded.
///
/// Each event has two transactions: one that counts the attempt, one of its effects, in which it leaves the parking
/// table. So one that kills the process is not tried for ever.
final class RetryingParkedEvents implements TransportLoop.Work {

    private static final Logger LOG = LoggerFactory.getLogger(RetryingParkedEvents.class);

    private static final int AT_ONCE = 50;
    /// Who gives up what nobody hears any more.
    private static final String ITSELF = "hailstone";
    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);

    private final Set<String> consumers;
    private final Inboxes inboxes;
    private final Listeners listeners;
    private final EventTraces traces;
    private final EventTransportProperties properties;
    private final Clock clock;
    private final Map<String, Pause> looks = new HashMap<>();

    RetryingParkedEvents(Set<String> consumers, Inboxes inboxes, Listeners listeners, EventTraces traces,
            EventTransportProperties properties, Clock clock) {
        this.consumers = consumers;
        this.inboxes = inboxes;
        this.listeners = listeners;
        this.traces = traces;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public Duration turn(boolean woken, BooleanSupplier goOn) {
        Instant now = clock.instant();
        for (String consumer : consumers) {
            if (woken || looks.getOrDefault(consumer, Pause.NONE).isOver(now)) {
                Duration rest = look(inboxes.of(consumer), goOn);
                looks.put(consumer, new Pause(clock.instant(), rest));
            }
        }
        Instant end = clock.instant();
        Duration pause = looks.values().stream().map(look -> look.rest(end)).min(Duration::compareTo).orElse(LOOK);
        return pause.isPositive() ? pause : Duration.ofMillis(1);
    }

    /// @return how long until the next look
    private Duration look(Inbox inbox, BooleanSupplier goOn) {
        try {
            while (true) {
                List<ParkedEvent> due = Objects
                        .requireNonNull(
                                inbox.transactions()
                                        .execute(_ -> inbox.parked()
                                                .due(clock.instant(), farthest(), AT_ONCE)));
                int done = 0;
                for (ParkedEvent parked : due) {
                    if (!goOn.getAsBoolean()) {
                        return LOOK;
                    }
                    done += retry(inbox, parked) ? 1 : 0;
                }
                if (done == 0) {
                    return Objects.requireNonNull(inbox.transactions().execute(_ -> inbox.parked().nextDue()))
                            .map(next -> within(Duration.between(clock.instant(), next)))
                            .orElse(LOOK);
                }
            }
        } catch (RuntimeException failure) {
            LOG.debug("The parked events of {} cannot be looked at", inbox.module(), failure);
            return LOOK;
        }
    }

    /// No attempt is so far away, unless the clock has been set back. Clocks of replicas may differ, though.
    private Duration farthest() {
        return properties.retry().max().multipliedBy(2);
    }

    private static Duration within(Duration pause) {
        return pause.compareTo(LOOK) > 0 ? LOOK : pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause;
    }

    /// @return whether the event is parked no more
    private boolean retry(Inbox inbox, ParkedEvent parked) {
        Subscription subscription = new Subscription(inbox.module(), parked.producer());
        int attempt = parked.attempts() + 1;
        Instant next = properties.retry().next(attempt, clock.instant());
        Instant afterDeath = parked.isNotOutlived() && attempt >= properties.maxAttempts() ? null : next;
        boolean mine = Boolean.TRUE
                .equals(inbox.transactions().execute(_ -> inbox.parked().countAttempt(parked, afterDeath)));
        if (!mine) {
            return false;
        }
        CrashPoint.RETRY_COUNTED.reach();
        try {
            boolean done = Boolean.TRUE.equals(inbox.transactions().execute(_ -> hear(inbox, parked)));
            CrashPoint.RETRIED.reach();
            if (done) {
                LOG.info("{}: {} is parked no more after attempt {}", subscription, parked.event().describe(), attempt);
            }
            return done;
        } catch (SubscriptionStopped stopped) {
            LOG.debug("{}: {} cannot be tried", subscription, parked.event().describe(), stopped);
            return false;
        } catch (RuntimeException | Error failure) {
            LOG.warn("{}: {} failed again, {}", subscription, parked.event().describe(),
                    next == null ? "and waits for an operator" : "next attempt at " + next, failure);
            inbox.transactions()
                    .executeWithoutResult(_ -> inbox.parked().failed(parked, Failures.describe(failure), next));
            return false;
        }
    }

    private boolean hear(Inbox inbox, ParkedEvent parked) {
        inbox.cursors().awaitLock(parked.producer(), parked.event().lane());
        if (inbox.parked().find(parked.producer(), parked.event().lane(), parked.event().position()).isEmpty()
                || !inbox.parked().isHead(parked)) {
            return false;
        }
        switch (listeners.hearing(inbox.module(), parked.event())) {
            case Hearing.Heard hearing ->
                traces.hear(new Subscription(inbox.module(), parked.producer()), parked.event(),
                        null, hearing);
            case Hearing.Ignored _ -> {
                if (!parked.isNotOutlived()) {
                    giveUp(inbox, parked);
                    return true;
                }
            }
            case Hearing.NotUnderstood(String reason) -> throw new IllegalStateException(reason);
        }
        inbox.parked().remove(parked);
        CrashPoint.RETRYING.reach();
        return true;
    }

    /// What has failed is not done because a later version has no listener for it any more.
    private void giveUp(Inbox inbox, ParkedEvent parked) {
        String reason = "nobody in this version hears " + parked.event().type();
        LOG.warn("{}: {} is given up: {}", new Subscription(inbox.module(), parked.producer()),
                parked.event().describe(), reason);
        inbox.parked().discard(parked, reason, ITSELF, clock.instant());
    }
}
