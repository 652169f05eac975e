package dev.hailstone.ledger.internal;

import java.time.Instant;
import java.util.UUID;

import dev.hailstone.infra.persistence.TimeOrderedIds;
import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.Money;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.CancellationReason;
import dev.hailstone.trips.Fare;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripCancelled;
import dev.hailstone.trips.TripCompleted;
import dev.hailstone.trips.TripId;
import dev.hailstone.trips.TripRequested;

/// A trip, in the words of the module that owns trips.
record Ride(TripId tripId, RiderId rider, DriverId driver) {

    private static final GeoPoint PICKUP = new GeoPoint(40.75, -73.99);
    private static final GeoPoint DROPOFF = new GeoPoint(40.64, -73.78);
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    /// Somebody's, driven by somebody.
    static Ride any() {
        return of(anyRider());
    }

    static Ride of(RiderId rider) {
        return new Ride(new TripId(TimeOrderedIds.next()), rider, anyDriver());
    }

    static RiderId anyRider() {
        return RiderId.of("rider-" + UUID.randomUUID());
    }

    static DriverId anyDriver() {
        return DriverId.of("driver-" + UUID.randomUUID());
    }

    TripRequested requested(Money fare) {
        return new TripRequested(tripId, rider, PICKUP, DROPOFF, fare, NOON);
    }

    TripCancelled cancelled() {
        return new TripCancelled(tripId, rider, null, CancellationReason.RIDER_CANCELLED, NOON.plusSeconds(60));
    }

    /// Cancelled so late that the driver is to be paid for having come.
    TripCancelled cancelledFor(Money fee) {
        return new TripCancelled(tripId, rider, driver, CancellationReason.RIDER_CANCELLED, fee,
                NOON.plusSeconds(600));
    }

    TripCompleted completed(Fare fare) {
        return new TripCompleted(tripId, rider, driver, PICKUP, DROPOFF, fare, PICKUP.distanceTo(DROPOFF), NOON,
                NOON.plusSeconds(300), NOON.plusSeconds(1_500));
    }
}
