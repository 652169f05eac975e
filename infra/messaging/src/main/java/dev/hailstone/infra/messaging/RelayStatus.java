package dev.hailstone.infra.messaging;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// What a relay is doing.
sealed interface RelayStatus {

    /// Another replica is the relay, or this process takes no part in the broker.
    record Standby() implements RelayStatus {}

    /// Nobody hears.
    record Idle() implements RelayStatus {}

    /// @param hearers the consumers
    record Relaying(List<String> hearers, @Nullable Instant lastConfirm) implements RelayStatus {}

    /// Events do not reach the broker at the moment; it is repeated.
    ///
    /// @param waiting how many events that concerns
    /// @param oldest when the first of them was published
    record Failing(String reason, Instant since, long waiting, @Nullable Instant oldest) implements RelayStatus {}
}
