package dev.hailstone.tracking.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import dev.hailstone.tracking.DriverId;

/// Looks for drivers who have been silent for too long.
///
/// Silence is counted only while this process hears: its own drivers, and by way of the database those of other processes.
/// While it was down, starting or frozen, while the database was away or when the clock was set, it may have missed
/// something, and silence is counted anew from then. Several processes may notice the same silence: the transaction that
/// takes the driver offline decides, once.
@Component
final class NoticingSilence {

    private static final int BATCH = 500;

    private final FollowingDrivers following;
    private final Fleet fleet;
    private final GoingOffline goingOffline;
    private final Clock clock;
    private final Duration patience;
    /// If it has not looked for longer, it may have missed something.
    private final Duration longestPause;
    /// Null until the process is ready.
    private volatile @Nullable Instant listeningSince;
    /// The last time, if that went well.
    private volatile Instant lookedAt = Instant.MIN;

    NoticingSilence(FollowingDrivers following, Fleet fleet, GoingOffline goingOffline, Clock clock,
            TrackingSettings settings) {
        this.following = following;
        this.fleet = fleet;
        this.goingOffline = goingOffline;
        this.clock = clock;
        this.patience = settings.offlineAfter();
        this.longestPause = longer(patience.dividedBy(2), settings.sweepEvery().multipliedBy(2));
    }

    @EventListener(ApplicationReadyEvent.class)
    void listen() {
        listeningSince = clock.instant();
    }

    void sweep() {
        Instant since = listeningSince;
        if (since == null) {
            return;
        }
        Instant now = clock.instant();
        Duration pause = Duration.between(lookedAt, now);
        lookedAt = Instant.MIN;
        following.follow();
        if (pause.isNegative() || pause.compareTo(longestPause) > 0) {
            listeningSince = now;
        } else if (!now.minus(patience).isBefore(since)) {
            takeOffline(now.minus(patience));
        }
        lookedAt = now;
    }

    private void takeOffline(Instant cutoff) {
        List<DriverId> silent = fleet.silentSince(cutoff);
        for (int from = 0; from < silent.size(); from += BATCH) {
            goingOffline.fallSilent(silent.subList(from, Math.min(from + BATCH, silent.size())), cutoff);
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
