package dev.hailstone.infra.messaging;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

import dev.hailstone.infra.persistence.LocalModules;
import dev.hailstone.infra.persistence.TimeOrderedIds;
import dev.hailstone.kernel.ModuleEvent;

/// Hands events of absent modules to the modules of this process, as if their producers had journaled them.
///
/// It is for tests of a module without its neighbours. Everything after the transport is the real thing: JSON, the
/// dispatcher's transaction, the cursor.
public final class HandDelivery {

    private final LocalModules modules;
    private final Listeners listeners;
    private final Inboxes inboxes;
    private final Dispatcher dispatcher;
    private final EventJson json;
    private final Clock clock;

    HandDelivery(LocalModules modules, Listeners listeners, Inboxes inboxes, Dispatcher dispatcher, EventJson json,
            Clock clock) {
        this.modules = modules;
        this.listeners = listeners;
        this.inboxes = inboxes;
        this.dispatcher = dispatcher;
        this.json = json;
        this.clock = clock;
    }

    /// Delivers the events in this order, each in a transaction of every module that listens, and returns when they are
    /// committed.
    ///
    /// @throws IllegalStateException if nobody here listens, if the producer runs here, or if a listener failed and the
    ///         event is now parked
    public void deliver(ModuleEvent... events) {
        for (ModuleEvent event : events) {
            deliver(event);
        }
    }

    private void deliver(ModuleEvent event) {
        WireType type = WireType.of(event.getClass());
        if (modules.named(type.producer()).isPresent()) {
            throw new IllegalStateException(
                    "%s is to be published by module %s, which runs in this process".formatted(type.name(),
                            type.producer()));
        }
        List<Subscription> subscriptions = listeners.subscriptions()
                .stream()
                .filter(subscription -> subscription.producer().equals(type.producer())
                        && listeners.hears(subscription.consumer(), type.name()))
                .toList();
        if (subscriptions.isEmpty()) {
            throw new IllegalStateException("Nobody in this process hears %s".formatted(type.name()));
        }
        subscriptions.forEach(subscription -> deliver(subscription, event, type));
    }

    private void deliver(Subscription subscription, ModuleEvent event, WireType type) {
        Inbox inbox = inboxes.of(subscription.consumer());
        int lane = Lane.of(event.key());
        List<Cursor> cursors = Objects
                .requireNonNull(inbox.transactions().execute(_ -> inbox.cursors().all(subscription.producer())));
        EventEnvelope envelope = new EventEnvelope(lane, cursors.get(lane).position() + 1, TimeOrderedIds.next(),
                event.key(), type.name(), type.version(), clock.instant().truncatedTo(ChronoUnit.MICROS),
                EventTraces.NO_HEADERS, json.write(event));
        Delivery delivery = dispatcher.deliver(subscription, Transport.LOCAL,
                List.of(new LaneBatch(lane, List.of(envelope))), Pace.TOGETHER, () -> true);
        if (delivery.applied() != 1) {
            throw new IllegalStateException("%s: %s was not applied: %s".formatted(subscription, envelope.describe(),
                    failure(inbox, subscription, envelope)));
        }
    }

    private static String failure(Inbox inbox, Subscription subscription, EventEnvelope envelope) {
        return Objects.requireNonNull(inbox.transactions()
                .execute(_ -> inbox.parked().find(subscription.producer(), envelope.lane(), envelope.position())))
                .map(parked -> Objects.requireNonNullElse(parked.failure(), "an earlier event of its key is parked"))
                .orElse("somebody else delivers to this lane");
    }
}
