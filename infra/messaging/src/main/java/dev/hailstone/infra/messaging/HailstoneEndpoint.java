package dev.hailstone.infra.messaging;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

import dev.hailstone.infra.messaging.Feeder.LaneState;
import dev.hailstone.infra.messaging.Journal.Backlog;

/// The operator's view of the modules of this process and of what they tell each other.
///
/// - `GET /actuator/hailstone`: modules, subscriptions and the broker
/// - `POST /actuator/hailstone/subscriptions/<consumer>/<producer>`: `{"transport": "local"}`, `"rabbitmq"`, or
///   `"configured"` to leave it to the configuration again; without consumer and producer for all subscriptions
/// - `GET /actuator/hailstone/parked/<consumer>`: its parked events, the first 200
/// - `GET /actuator/hailstone/parked/<consumer>/<producer>/<lane>/<position>`: one of them, with payload and failure
/// - `POST` there: `{"action": "retry"}` or `{"action": "discard", "reason": "…", "by": "…"}`
@Endpoint(id = "hailstone")
final class HailstoneEndpoint {

    private static final int LISTED = 200;

    private final EventTransport events;
    private final OperatingParkedEvents parkedEvents;
    private final TransportMetrics metrics;

    HailstoneEndpoint(EventTransport events, OperatingParkedEvents parkedEvents, TransportMetrics metrics) {
        this.events = events;
        this.parkedEvents = parkedEvents;
        this.metrics = metrics;
    }

    @ReadOperation
    Overview overview() {
        return new Overview(events.sequencers().stream().map(HailstoneEndpoint::module).toList(),
                events.feeds().stream().map(this::subscription).toList(),
                BrokerView.of(events.broker(), events.permissions()),
                events.relays().stream().map(RelayView::of).toList());
    }

    /// @param transport `local`, `rabbitmq` or `configured`
    @WriteOperation
    WebEndpointResponse<?> carry(@Selector String section, @Nullable String transport) {
        if (!section.equals("subscriptions")) {
            return nothingToSwitch(section);
        }
        return carry(events.feeds(), transport);
    }

    /// @param transport `local`, `rabbitmq` or `configured`
    @WriteOperation
    WebEndpointResponse<?> carry(@Selector String section, @Selector String consumer, @Selector String producer,
            @Nullable String transport) {
        Subscription subscription = new Subscription(consumer, producer);
        List<Feed> feeds = events.feeds().stream().filter(feed -> feed.subscription().equals(subscription)).toList();
        if (!section.equals("subscriptions")) {
            return nothingToSwitch(section);
        }
        if (feeds.isEmpty()) {
            return Refusal
                    .unknown("subscription", "%s does not hear %s here; GET /actuator/hailstone lists the subscriptions"
                            .formatted(consumer, producer))
                    .answer();
        }
        return carry(feeds, transport);
    }

    private WebEndpointResponse<?> carry(List<Feed> feeds, @Nullable String chosen) {
        return switch (chosen) {
            case "local" -> carry(feeds, Transport.LOCAL);
            case "rabbitmq" -> carry(feeds, Transport.RABBITMQ);
            case "configured" -> carry(feeds, (Transport) null);
            case null, default -> Refusal.unfit("transport", "must be local, rabbitmq or configured", chosen).answer();
        };
    }

    private WebEndpointResponse<?> carry(List<Feed> feeds, @Nullable Transport chosen) {
        feeds.forEach(feed -> events.route(feed.subscription(), chosen));
        return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
    }

    @ReadOperation
    WebEndpointResponse<?> parked(@Selector String section, @Selector String consumer) {
        if (!isParking(section, consumer)) {
            return noParking(section, consumer);
        }
        return new WebEndpointResponse<>(
                new ParkedList(parkedEvents.list(consumer, LISTED).stream().map(ParkedView::brief).toList()));
    }

    @ReadOperation
    WebEndpointResponse<?> parked(@Selector String section, @Selector String consumer, @Selector String producer,
            @Selector String lane, @Selector String position) {
        if (!isParking(section, consumer)) {
            return noParking(section, consumer);
        }
        return at(lane, position, place -> parkedEvents.find(consumer, producer, place.lane(), place.position())
                .<WebEndpointResponse<?>>map(parked -> new WebEndpointResponse<>(ParkedView.whole(parked)))
                .orElseGet(HailstoneEndpoint::notParked));
    }

    /// @param action `retry` or `discard`
    /// @param reason why an event is discarded
    /// @param by who discards it
    @WriteOperation
    WebEndpointResponse<?> change(@Selector String section, @Selector String consumer, @Selector String producer,
            @Selector String lane, @Selector String position, @Nullable String action, @Nullable String reason,
            @Nullable String by) {
        if (!isParking(section, consumer)) {
            return noParking(section, consumer);
        }
        return at(lane, position, place -> change(consumer, producer, place, action, reason, by));
    }

    private WebEndpointResponse<?> change(String consumer, String producer, Place place, @Nullable String action,
            @Nullable String reason, @Nullable String by) {
        return switch (action) {
            case "retry" -> retry(consumer, producer, place);
            case "discard" -> discard(consumer, producer, place, reason, by);
            case null, default -> Refusal.unfit("action", "must be retry or discard", action).answer();
        };
    }

    private WebEndpointResponse<?> retry(String consumer, String producer, Place place) {
        try {
            return answer(parkedEvents.retry(consumer, producer, place.lane(), place.position()));
        } catch (SubscriptionStopped stopped) {
            return Refusal.wrongState(stopped.reason()).answer();
        }
    }

    private WebEndpointResponse<?> discard(String consumer, String producer, Place place, @Nullable String reason,
            @Nullable String by) {
        if (reason == null || reason.isBlank()) {
            return Refusal.unfit("reason", "must tell why the event is discarded", reason).answer();
        }
        if (by == null || by.isBlank()) {
            return Refusal.unfit("by", "must tell who discards the event", by).answer();
        }
        return answer(parkedEvents.discard(consumer, producer, place.lane(), place.position(), reason, by));
    }

    private static WebEndpointResponse<?> answer(OperatingParkedEvents.Outcome outcome) {
        return switch (outcome) {
            case DONE -> new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
            case NOT_PARKED -> notParked();
            case WAITS_BEHIND_ANOTHER -> Refusal
                    .wrongState("an earlier event of the same key is parked; retry or discard that one first")
                    .answer();
        };
    }

    private static WebEndpointResponse<?> at(String lane, String position,
            Function<Place, WebEndpointResponse<?>> operation) {
        long laneNumber = wholeNumber(lane);
        if (laneNumber < 0 || laneNumber >= Lane.COUNT) {
            return Refusal.unfit("lane", "must be from 0 to %d".formatted(Lane.COUNT - 1), lane).answer();
        }
        long positionNumber = wholeNumber(position);
        if (positionNumber < 0) {
            return Refusal.unfit("position", "must be a whole number from 0", position).answer();
        }
        return operation.apply(new Place((int) laneNumber, positionNumber));
    }

    /// @return -1 for what is none
    private static long wholeNumber(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            return -1;
        }
    }

    private static WebEndpointResponse<?> nothingToSwitch(String section) {
        return Refusal.notFound("transports are those of subscriptions, there are none of '%s'".formatted(section))
                .answer();
    }

    private static WebEndpointResponse<?> noSection(String section) {
        return Refusal.notFound("there is no '%s' here, there are subscriptions and parked".formatted(section))
                .answer();
    }

    private static WebEndpointResponse<?> noParking(String section, String consumer) {
        return section.equals("parked")
                ? Refusal.unknown("consumer",
                        "%s hears nobody here; GET /actuator/hailstone lists the subscriptions".formatted(consumer))
                        .answer()
                : noSection(section);
    }

    private static WebEndpointResponse<?> notParked() {
        return Refusal.unknown("parked event",
                "no event is parked at this position; it may have been retried or discarded meanwhile").answer();
    }

    private boolean isParking(String section, String consumer) {
        return section.equals("parked") && events.feeds()
                .stream()
                .anyMatch(feed -> feed.subscription().consumer().equals(consumer));
    }

    private static ModuleView module(Sequencer sequencer) {
        Sequencer.Problem problem = sequencer.problem();
        if (problem != null) {
            return new ModuleView(sequencer.module(), problem.reason(), null, null, null);
        }
        Backlog backlog = sequencer.journal().backlog();
        return new ModuleView(sequencer.module(), null, backlog.depth(),
                backlog.oldest() == null ? null : backlog.oldest().toInstant(), backlog.head());
    }

    private SubscriptionView subscription(Feed feed) {
        Subscription subscription = feed.subscription();
        return switch (feed.status()) {
            case SubscriptionStatus.Starting _ -> view(feed, "starting", null, null, null);
            case SubscriptionStatus.Running _ -> view(feed, "running", null, null,
                    parkedEvents.counts(subscription.consumer()).getOrDefault(subscription.producer(), 0L));
            case SubscriptionStatus.Failing(String reason, Instant since) -> view(feed, "failing", reason, since, null);
            case SubscriptionStatus.Stopped(String reason, Instant since) -> view(feed, "stopped", reason, since, null);
        };
    }

    private SubscriptionView view(Feed feed, String status, @Nullable String reason, @Nullable Instant since,
            @Nullable Long parked) {
        Subscription subscription = feed.subscription();
        Route route = feed.route();
        return new SubscriptionView(subscription.consumer(), subscription.producer(),
                route == null ? null : route.transport().text(), route == null ? null : origin(route.origin()), status,
                reason, since, feed.lag(), parked, (long) metrics.duplicates(subscription),
                (long) metrics.gaps(subscription), feed.lanes());
    }

    private static String origin(Route.Origin origin) {
        return switch (origin) {
            case CONFIGURATION -> "configuration";
            case OPERATOR -> "operator";
            case PRODUCER_ELSEWHERE -> "producer-elsewhere";
        };
    }

    /// Where a parked event lies in its producer's journal.
    private record Place(int lane, long position) {}

    record ParkedList(List<ParkedView> parked) {}

    /// @param relays those of this process's modules, from the first use of RabbitMQ on
    record Overview(List<ModuleView> modules, List<SubscriptionView> subscriptions, BrokerView broker,
            List<RelayView> relays) {}

    /// @param outbox events that wait for their position
    /// @param journaled events ever journaled
    record ModuleView(String name, @Nullable String problem, @Nullable Long outbox, @Nullable Instant outboxSince,
            @Nullable Long journaled) {}

    /// @param transport what carries it, null until that has been found out
    /// @param chosenBy `configuration`, `operator` or `producer-elsewhere`
    /// @param lag events in the journal that the consumer has not done with, as far as this process knows
    /// @param duplicates events that were dropped since they had been delivered before
    /// @param gaps deliveries that were dropped since something was missing before them, and was replayed
    record SubscriptionView(String consumer, String producer, @Nullable String transport, @Nullable String chosenBy,
            String status, @Nullable String reason, @Nullable Instant since, long lag, @Nullable Long parked,
            long duplicates, long gaps, List<LaneState> lanes) {}

    /// @param state `unused`, `connected` or `unreachable`
    /// @param permissions what this process's user has to be allowed there, used or not
    record BrokerView(String state, @Nullable String address, @Nullable String reason, @Nullable Instant since,
            Permissions permissions) {

        static BrokerView of(Broker.@Nullable State state, Permissions permissions) {
            return switch (state) {
                case null -> new BrokerView("unused", null, null, null, permissions);
                case Broker.Unused _ -> new BrokerView("unused", null, null, null, permissions);
                case Broker.Connected(String address, Instant since) ->
                    new BrokerView("connected", address, null, since, permissions);
                case Broker.Unreachable(String reason, Instant since) ->
                    new BrokerView("unreachable", null, reason, since, permissions);
            };
        }
    }

    /// @param state `standby` where another replica is the relay, `idle` while nobody hears, `relaying` or `failing`
    /// @param lag events of the journal that are not with the broker
    /// @param returned messages that no queue has taken
    /// @param positions up to where each lane is with the broker, from lane 0 on; empty while nobody hears
    record RelayView(String producer, String state, @Nullable String reason, @Nullable Instant since,
            List<String> hearers, @Nullable Instant lastConfirm, long lag, long returned, List<Long> positions) {

        static RelayView of(Relay relay) {
            return switch (relay.status()) {
                case RelayStatus.Standby _ -> of(relay, "standby", null, null, List.of(), null);
                case RelayStatus.Idle _ -> of(relay, "idle", null, null, List.of(), null);
                case RelayStatus.Relaying(List<String> hearers, Instant lastConfirm) ->
                    of(relay, "relaying", null, null, hearers, lastConfirm);
                case RelayStatus.Failing(String reason, Instant since, _, _) ->
                    of(relay, "failing", reason, since, List.of(), null);
            };
        }

        private static RelayView of(Relay relay, String state, @Nullable String reason, @Nullable Instant since,
                List<String> hearers, @Nullable Instant lastConfirm) {
            return new RelayView(relay.producer(), state, reason, since, hearers, lastConfirm, relay.lag(),
                    relay.returned(), relay.positions().stream().map(Cursor::position).toList());
        }
    }

    /// @param state `scheduled`, `waits-behind-another` or `waits-for-operator`
    record ParkedView(String producer, int lane, long position, String eventId, String key, String type, int version,
            Instant occurredAt, String state, int attempts, @Nullable Instant nextAttemptAt, Instant parkedAt,
            @Nullable String failure, @Nullable String payload) {

        static ParkedView brief(ParkedEvent parked) {
            return of(parked, parked.failure() == null ? null : parked.failure().lines().findFirst().orElse(""), null);
        }

        static ParkedView whole(ParkedEvent parked) {
            return of(parked, parked.failure(), parked.event().payload());
        }

        private static ParkedView of(ParkedEvent parked, @Nullable String failure, @Nullable String payload) {
            EventEnvelope event = parked.event();
            return new ParkedView(parked.producer(), event.lane(), event.position(), event.eventId().toString(),
                    event.key(), event.type(), event.version(), event.occurredAt(), state(parked), parked.attempts(),
                    parked.nextAttemptAt(), parked.parkedAt(), failure, payload);
        }

        private static String state(ParkedEvent parked) {
            if (parked.failure() == null) {
                return "waits-behind-another";
            }
            return parked.nextAttemptAt() == null ? "waits-for-operator" : "scheduled";
        }
    }
}
