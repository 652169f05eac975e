package dev.hailstone.tracking.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import dev.hailstone.tracking.DriverId;

/// Looks for drivers who have been silent for too long.
///
/// While this process was down or starting nobody could report to it, so silence is counted from the moment when it is ready
/// at the earliest. Several processes may notice the same silence: the transaction that takes the driver offline decides, once.
@Component
final class NoticingSilence {

    private static final int BATCH = 500;

    private final Fleet fleet;
    private final GoingOffline goingOffline;
    private final Clock clock;
    private final Duration patience;
    private volatile Instant listeningSince = Instant.MAX;

    NoticingSilence(Fleet fleet, GoingOffline goingOffline, Clock clock, TrackingSettings settings) {
        this.fleet = fleet;
        this.goingOffline = goingOffline;
        this.clock = clock;
        this.patience = settings.offlineAfter();
    }

    @EventListener(ApplicationReadyEvent.class)
    void listen() {
        listeningSince = clock.instant();
    }

    void sweep() {
        Instant cutoff = clock.instant().minus(patience);
        if (cutoff.isBefore(listeningSince)) {
            return;
        }
        List<DriverId> silent = fleet.silentSince(cutoff);
        for (int from = 0; from < silent.size(); from += BATCH) {
            goingOffline.fallSilent(silent.subList(from, Math.min(from + BATCH, silent.size())), cutoff);
        }
    }
}
