package dev.hailstone.infra.messaging;

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

    EventTransportHealthIndicator(EventTransport transport) {
        this.transport = transport;
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
        for (Feeder feeder : transport.feeders()) {
            switch (feeder.status()) {
                case SubscriptionStatus.Starting _,SubscriptionStatus.Running _ -> {
                }
                case SubscriptionStatus.Failing(String reason, _) -> problems.put(feeder.subscription().toString(),
                        reason);
                case SubscriptionStatus.Stopped(String reason, _) -> problems.put(feeder.subscription().toString(),
                        reason);
            }
        }
        return problems.isEmpty() ? Health.up().build() : Health.status(DEGRADED).withDetails(problems).build();
    }
}
