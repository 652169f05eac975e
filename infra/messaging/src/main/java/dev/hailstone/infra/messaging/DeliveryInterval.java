package dev.hailstone.infra.messaging;

import java.time.Duration;
import java.time.Instant;

/// Keeps two deliveries of a subscription apart, so that the second has more events: for consumers in no hurry.
final class DeliveryInterval {

    private final Duration interval;
    private Pause pause = Pause.NONE;

    DeliveryInterval(Duration interval) {
        this.interval = interval;
    }

    /// Asks for a delivery now.
    ///
    /// @param full whether a whole batch waits, which then need not wait any longer
    /// @return zero if the delivery may be had, which counts as had; otherwise how long to wait
    Duration take(Instant now, boolean full) {
        Duration rest = pause.rest(now);
        if (!full && rest.isPositive()) {
            return rest;
        }
        pause = new Pause(now, interval);
        return Duration.ZERO;
    }
}
