package dev.hailstone.tracking.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.stereotype.Component;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.tracking.DriverId;

import static java.util.Objects.requireNonNull;

/// Takes positions: in memory where the driver is online, with a transaction where this brings them online.
@Component
final class ReportingPositions {

    private final Fleet fleet;
    private final GoingOnline goingOnline;
    private final Clock clock;

    ReportingPositions(Fleet fleet, GoingOnline goingOnline, Clock clock) {
        this.fleet = fleet;
        this.goingOnline = goingOnline;
        this.clock = clock;
    }

    /// @param updates in the order in which they were sent: of one driver's positions the last one wins
    void report(List<PositionUpdate> updates) {
        Instant now = clock.instant();
        Map<DriverId, GeoPoint> arrivals = new LinkedHashMap<>();
        for (PositionUpdate update : fleet.see(updates, now)) {
            arrivals.put(update.driver(), update.position());
        }
        if (!arrivals.isEmpty()) {
            for (Availability arrived : goingOnline.bringOnline(arrivals, now)) {
                fleet.follow(arrived, requireNonNull(arrivals.get(arrived.driver())), now);
            }
        }
    }
}
