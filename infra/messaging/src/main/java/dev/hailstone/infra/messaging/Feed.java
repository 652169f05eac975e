package dev.hailstone.infra.messaging;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.hailstone.infra.messaging.Feeder.LaneState;
import dev.hailstone.infra.messaging.SubscriptionStatus.Running;
import dev.hailstone.infra.messaging.SubscriptionStatus.Starting;

/// A subscription as this process serves it: by a feeder, by a receiver, or by both.
///
/// Changing from one to the other needs no order: both end in the [Dispatcher], and the cursor tells what is new.
final class Feed implements TransportLoop.Work {

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    private static final Duration UNTIL_WOKEN = Duration.ofHours(1);

    private final Feeder feeder;
    private final Signal signal;
    private volatile @Nullable Route route;
    private volatile @Nullable Receiver receiver;

    /// @param signal wakes the loop that runs this
    Feed(Feeder feeder, Signal signal) {
        this.feeder = feeder;
        this.signal = signal;
    }

    Subscription subscription() {
        return feeder.subscription();
    }

    /// Null until it has been found out.
    @Nullable
    Route route() {
        return route;
    }

    /// Lets this carry it from now on.
    void carryBy(Route chosen) {
        Route before = route;
        if (chosen.equals(before)) {
            return;
        }
        route = chosen;
        if (before != null) {
            LOG.info("{} is carried by {} from now on, it was {}", subscription(), chosen.transport().text(),
                    before.transport().text());
        }
        signal.raise();
        Receiver known = receiver;
        if (known != null) {
            known.signal().raise();
        }
    }

    boolean isLocal() {
        Route known = route;
        return known != null && known.transport().isLocal();
    }

    boolean isRabbitMq() {
        Route known = route;
        return known != null && known.transport().isRabbitMq();
    }

    /// Says who serves it where RabbitMQ carries it.
    void receiveWith(Receiver chosen) {
        receiver = chosen;
    }

    @Override
    public Duration turn(boolean woken, BooleanSupplier goOn) {
        if (isLocal()) {
            return feeder.turn(woken, goOn);
        }
        feeder.rest();
        return UNTIL_WOKEN;
    }

    /// Of whoever serves it; where both do, of the one that has trouble.
    SubscriptionStatus status() {
        Receiver known = receiver;
        if (!isRabbitMq() || known == null) {
            return isLocal() ? feeder.status() : new Starting();
        }
        if (!isLocal()) {
            return known.status();
        }
        return switch (feeder.status()) {
            case Starting _,Running _ -> known.status();
            case SubscriptionStatus trouble -> trouble;
        };
    }

    /// Where the subscription is, as of the last turn of who serves it.
    List<LaneState> lanes() {
        Receiver known = receiver;
        return isLocal() || known == null ? feeder.lanes() : known.lanes();
    }

    /// How many events of the journal the consumer has not done with, as far as is known here.
    long lag() {
        Receiver known = receiver;
        return isLocal() || known == null ? feeder.lag() : known.lag();
    }
}
