package dev.hailstone.infra.messaging;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/// Tells when a subscription or a sequencer stands still.
///
/// That is `DEGRADED` and not `DOWN`: everything else in the process works, and restarting it would mend nothing.
final class EventTransportHealthIndicator implements HealthIndicator {

    private static final Status DEGRADED = new Status("DEGRADED", "Some events are not delivered");

    private final EventTransport transport;
    private final Clock clock;

    EventTransportHealthIndicator(EventTransport transport, Clock clock) {
        this.transport = transport;
        this.clock = clock;
    }

    @Override
    public Health health() {
        Map<String, Object> problems = new TreeMap<>();
        for (Sequencer sequencer : transport.sequencers()) {
            Sequencer.Problem problem = sequencer.problem();
            if (problem != null) {
                problems.put(sequencer.module(), problem.reason());
            }
        }
        for (Relay relay : transport.relays()) {
            if (relay.status() instanceof RelayStatus.Failing failing) {
                problems.put("relay " + relay.producer(), describe(failing));
            }
        }
        for (Feed feed : transport.feeds()) {
            switch (feed.status()) {
                case SubscriptionStatus.Starting _,SubscriptionStatus.Running _ -> {
                }
                case SubscriptionStatus.Failing(String reason, _) -> problems.put(feed.subscription().toString(),
                        reason);
                case SubscriptionStatus.Stopped(String reason, _) -> problems.put(feed.subscription().toString(),
                        reason);
            }
        }
        return problems.isEmpty() ? Health.up().build() : Health.status(DEGRADED).withDetails(problems).build();
    }

    private String describe(RelayStatus.Failing failing) {
        Instant oldest = failing.oldest();
        if (oldest == null) {
            return failing.reason();
        }
        return "%s; %d events wait for it, the oldest for %d seconds".formatted(failing.reason(), failing.waiting(),
                Duration.between(oldest, clock.instant()).toSeconds());
    }
}
