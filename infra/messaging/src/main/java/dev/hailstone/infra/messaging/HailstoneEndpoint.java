package dev.hailstone.infra.messaging;

import java.time.Instant;
import java.util.List;

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
/// - `GET /actuator/hailstone`: modules and subscriptions
/// - `GET /actuator/hailstone/parked/<consumer>`: its parked events, the first 200
/// - `GET /actuator/hailstone/parked/<consumer>/<producer>/<lane>/<position>`: one of them, with payload and failure
/// - `POST` there: `{"action": "retry"}` or `{"action": "discard", "reason": "…", "by": "…"}`
@Endpoint(id = "hailstone")
final class HailstoneEndpoint {

    private static final int LISTED = 200;
    private static final int STATUS_CONFLICT = 409;

    private final EventTransport transport;
    private final OperatingParkedEvents parkedEvents;

    HailstoneEndpoint(EventTransport transport, OperatingParkedEvents parkedEvents) {
        this.transport = transport;
        this.parkedEvents = parkedEvents;
    }

    @ReadOperation
    Overview overview() {
        return new Overview(transport.sequencers().stream().map(HailstoneEndpoint::module).toList(),
                transport.feeders().stream().map(this::subscription).toList());
    }

    @ReadOperation
    WebEndpointResponse<?> parked(@Selector String section, @Selector String consumer) {
        if (!isParking(section, consumer)) {
            return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
        }
        return new WebEndpointResponse<>(
                new ParkedList(parkedEvents.list(consumer, LISTED).stream().map(ParkedView::brief).toList()));
    }

    @ReadOperation
    WebEndpointResponse<?> parked(@Selector String section, @Selector String consumer, @Selector String producer,
            @Selector int lane, @Selector long position) {
        if (!isParking(section, consumer)) {
            return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
        }
        return parkedEvents.find(consumer, producer, lane, position)
                .<WebEndpointResponse<?>>map(parked -> new WebEndpointResponse<>(ParkedView.whole(parked)))
                .orElseGet(() -> new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND));
    }

    /// @param action `retry` or `discard`
    /// @param reason why an event is discarded
    /// @param by who discards it
    @WriteOperation
    WebEndpointResponse<?> change(@Selector String section, @Selector String consumer, @Selector String producer,
            @Selector int lane, @Selector long position, String action, @Nullable String reason, @Nullable String by) {
        if (!isParking(section, consumer)) {
            return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
        }
        return switch (action) {
            case "retry" -> answer(parkedEvents.retry(consumer, producer, lane, position));
            case "discard" -> reason == null || reason.isBlank() || by == null || by.isBlank()
                    ? refused(WebEndpointResponse.STATUS_BAD_REQUEST, "discarding needs 'reason' and 'by'")
                    : answer(parkedEvents.discard(consumer, producer, lane, position, reason, by));
            default -> refused(WebEndpointResponse.STATUS_BAD_REQUEST,
                    "action must be retry or discard, was '%s'".formatted(action));
        };
    }

    private static WebEndpointResponse<?> answer(OperatingParkedEvents.Outcome outcome) {
        return switch (outcome) {
            case DONE -> new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
            case NOT_PARKED -> new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
            case WAITS_BEHIND_ANOTHER -> refused(STATUS_CONFLICT,
                    "an earlier event of the same key is parked; retry or discard that one first");
        };
    }

    private static WebEndpointResponse<Refusal> refused(int status, String reason) {
        return new WebEndpointResponse<>(new Refusal(reason), status);
    }

    private boolean isParking(String section, String consumer) {
        return section.equals("parked") && transport.feeders()
                .stream()
                .anyMatch(feeder -> feeder.subscription().consumer().equals(consumer));
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

    private SubscriptionView subscription(Feeder feeder) {
        Subscription subscription = feeder.subscription();
        return switch (feeder.status()) {
            case SubscriptionStatus.Starting _ -> view(feeder, "starting", null, null, null);
            case SubscriptionStatus.Running _ -> view(feeder, "running", null, null,
                    parkedEvents.counts(subscription.consumer()).getOrDefault(subscription.producer(), 0L));
            case SubscriptionStatus.Failing(String reason, Instant since) ->
                view(feeder, "failing", reason, since, null);
            case SubscriptionStatus.Stopped(String reason, Instant since) ->
                view(feeder, "stopped", reason, since, null);
        };
    }

    private static SubscriptionView view(Feeder feeder, String status, @Nullable String reason,
            @Nullable Instant since, @Nullable Long parked) {
        return new SubscriptionView(feeder.subscription().consumer(), feeder.subscription().producer(), "local", status,
                reason, since, feeder.lag(), parked, feeder.lanes());
    }

    /// Why an operator's wish was not carried out.
    record Refusal(String reason) {}

    record ParkedList(List<ParkedView> parked) {}

    record Overview(List<ModuleView> modules, List<SubscriptionView> subscriptions) {}

    /// @param outbox events that wait for their position
    /// @param journaled events ever journaled
    record ModuleView(String name, @Nullable String problem, @Nullable Long outbox, @Nullable Instant outboxSince,
            @Nullable Long journaled) {}

    /// @param lag events in the journal that the consumer has not done with, as of the last turn
    record SubscriptionView(String consumer, String producer, String transport, String status, @Nullable String reason,
            @Nullable Instant since, long lag, @Nullable Long parked, List<LaneState> lanes) {}

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
