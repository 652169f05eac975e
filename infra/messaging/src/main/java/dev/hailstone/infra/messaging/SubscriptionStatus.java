package dev.hailstone.infra.messaging;

import java.time.Instant;

/// Whether a subscription is being served.
sealed interface SubscriptionStatus {

    /// No delivery has been attempted since the process started.
    record Starting() implements SubscriptionStatus {}

    /// Events are applied as they come.
    record Running() implements SubscriptionStatus {}

    /// The last delivery failed for a reason that passes; it is repeated.
    record Failing(String reason, Instant since) implements SubscriptionStatus {}

    /// Nothing is applied until somebody mends what is wrong; whether that has happened is looked at now and then.
    record Stopped(String reason, Instant since) implements SubscriptionStatus {}
}
