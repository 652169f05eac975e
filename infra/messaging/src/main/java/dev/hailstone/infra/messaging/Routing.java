package dev.hailstone.infra.messaging;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.hailstone.infra.messaging.Route.Origin;

/// Finds out again and again what carries each subscription, and tells who serves it.
///
/// So a choice that an operator makes in one replica, and a schema that leaves the database or comes back, are seen by all of
/// them without a restart.
final class Routing implements TransportLoop.Work {

    private static final Logger LOG = LoggerFactory.getLogger(Routing.class);

    private final List<Feed> feeds;
    private final Inboxes inboxes;
    private final ModuleSessions sessions;
    private final EventTransportProperties properties;
    private final Runnable decided;
    private final Signal signal = new Signal();

    /// @param decided called after each look
    Routing(List<Feed> feeds, Inboxes inboxes, ModuleSessions sessions, EventTransportProperties properties,
            Runnable decided) {
        this.feeds = List.copyOf(feeds);
        this.inboxes = inboxes;
        this.sessions = sessions;
        this.properties = properties;
        this.decided = decided;
    }

    /// Raised when there is reason to look at once.
    Signal signal() {
        return signal;
    }

    @Override
    public Duration turn(boolean woken, BooleanSupplier goOn) {
        Set<String> present = present();
        Map<String, Map<String, Transport>> chosen = new HashMap<>();
        for (Feed feed : feeds) {
            Subscription subscription = feed.subscription();
            Map<String, Transport> routes = chosen.computeIfAbsent(subscription.consumer(), this::chosenBy);
            feed.carryBy(route(subscription, present, routes.get(subscription.producer())));
        }
        decided.run();
        return properties.recheckInterval();
    }

    /// Lets an operator's choice stand above the configuration.
    ///
    /// @param transport null to leave it to the configuration again
    void choose(Subscription subscription, @Nullable Transport transport) {
        Inbox inbox = inboxes.of(subscription.consumer());
        inbox.transactions().executeWithoutResult(_ -> {
            if (transport == null) {
                inbox.routes().forget(subscription.producer());
            } else {
                inbox.routes().choose(subscription.producer(), transport);
            }
        });
        LOG.info("{}: an operator leaves the transport to {}", subscription,
                transport == null ? "the configuration" : transport.text());
        signal.raise();
    }

    private Route route(Subscription subscription, Set<String> present,
            @Nullable Transport chosen) {
        Transport configured = properties.transportOf(subscription);
        Route wanted = chosen == null
                ? new Route(configured, Origin.CONFIGURATION)
                : new Route(chosen, Origin.OPERATOR);
        if (wanted.transport().isLocal() && !present.contains(subscription.producer())) {
            return new Route(Transport.RABBITMQ, Origin.PRODUCER_ELSEWHERE);
        }
        return wanted;
    }

    /// The producers in this database; while it cannot be asked, all that are not known to be elsewhere.
    private Set<String> present() {
        Set<String> producers = new HashSet<>();
        feeds.forEach(feed -> producers.add(feed.subscription().producer()));
        try {
            return sessions.present(producers);
        } catch (RuntimeException unavailable) {
            LOG.debug("Which modules are in this database is not known at the moment", unavailable);
            feeds.stream()
                    .filter(feed -> feed.route() != null && feed.route().origin() == Origin.PRODUCER_ELSEWHERE)
                    .forEach(feed -> producers.remove(feed.subscription().producer()));
            return producers;
        }
    }

    private Map<String, Transport> chosenBy(String consumer) {
        Inbox inbox = inboxes.of(consumer);
        try {
            return Objects.requireNonNull(inbox.transactions().execute(_ -> inbox.routes().all()));
        } catch (RuntimeException unavailable) {
            LOG.debug("The routes of {} cannot be read and stay as they are", consumer, unavailable);
            return known(consumer);
        }
    }

    private Map<String, Transport> known(String consumer) {
        Map<String, Transport> known = new HashMap<>();
        for (Feed feed : feeds) {
            Route route = feed.route();
            if (feed.subscription().consumer().equals(consumer) && route != null
                    && route.origin() == Origin.OPERATOR) {
                known.put(feed.subscription().producer(), route.transport());
            }
        }
        return known;
    }
}
