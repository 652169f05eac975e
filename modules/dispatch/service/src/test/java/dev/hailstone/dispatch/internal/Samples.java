package dev.hailstone.dispatch.internal;

import java.time.Instant;
import java.util.Set;

import dev.hailstone.dispatch.internal.AssignmentState.Searching;
import dev.hailstone.infra.persistence.TimeOrderedIds;
import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.Money;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.tracking.NearbyDriver;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

/// Values that the tests of this module share.
final class Samples {

    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    static final GeoPoint TIMES_SQUARE = new GeoPoint(40.7580, -73.9855);
    static final GeoPoint NEAR = new GeoPoint(40.7600, -73.9855);
    static final GeoPoint FOUR_KILOMETRES_AWAY = new GeoPoint(40.7940, -73.9855);
    static final Money TWELVE_DOLLARS = Money.of("12.00", "USD");
    static final RiderId ANN = new RiderId("ann");
    static final DriverId BOB = new DriverId("bob");
    static final DriverId CAROL = new DriverId("carol");
    static final NearbyDriver BOB_NEARBY = new NearbyDriver(BOB, new GeoPoint(40.7590, -73.9855), 111);

    private Samples() {}

    static TripId aTripId() {
        return new TripId(TimeOrderedIds.next());
    }

    static Assignment searching(Instant giveUpAt, int attempts) {
        return new Assignment(aTripId(), ANN, Set.of(), null,
                new Searching(TIMES_SQUARE, null, giveUpAt, attempts, NOON));
    }
}
