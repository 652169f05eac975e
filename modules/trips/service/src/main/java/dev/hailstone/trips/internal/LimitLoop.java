package dev.hailstone.trips.internal;

import java.time.Duration;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import dev.hailstone.infra.persistence.Rounds;
import dev.hailstone.trips.TripId;

/// Looks every poll interval for trips whose time is over. One that cannot be moved on keeps nobody else waiting.
@Component
final class LimitLoop extends Rounds {

    private static final Logger LOG = LoggerFactory.getLogger(LimitLoop.class);

    private final KeepingLimits limits;
    private final TripsSettings settings;

    LimitLoop(KeepingLimits limits, TripsSettings settings) {
        super("trips-limits", settings.pollInterval());
        this.limits = limits;
        this.settings = settings;
    }

    @Override
    protected Duration round() {
        List<TripId> due = limits.due();
        due.forEach(this::moveOn);
        return settings.pollInterval();
    }

    private void moveOn(TripId trip) {
        try {
            limits.moveOn(trip);
        } catch (RuntimeException failure) {
            LOG.warn("Trip {} is overdue and could not be moved on; the next attempt is in {}", trip,
                    settings.pollInterval(), failure);
        }
    }
}
