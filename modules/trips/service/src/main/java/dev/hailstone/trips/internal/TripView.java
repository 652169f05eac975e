package dev.hailstone.trips.internal;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.Money;
import dev.hailstone.pricing.QuoteId;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.CancellationReason;
import dev.hailstone.trips.Fare;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;
import dev.hailstone.trips.internal.TripState.Cancelled;
import dev.hailstone.trips.internal.TripState.Completed;

/// A trip as clients see it. What is not known yet is left out.
///
/// @param dropoff where the rider wants to go, or where they got to
/// @param fareHeldAt when the ledger set the fare aside
/// @param pickupAt when the rider wants to be picked up who has booked ahead
/// @param dueAt when the trip goes on by itself unless somebody has moved it on
/// @param version counts the trip's changes
record TripView(TripId tripId, RiderId riderId, QuoteId quoteId, @Nullable DriverId driverId, Phase state,
        GeoPoint pickup,
        GeoPoint dropoff, Money quotedFare, @Nullable Fare fare, @Nullable Double distanceMetres,
        @Nullable CancellationReason cancellationReason, @Nullable Money cancellationFee, Instant requestedAt,
        @Nullable Instant pickupAt, @Nullable Instant dueAt, @Nullable Instant fareHeldAt,
        @Nullable Instant assignedAt, @Nullable Instant arrivedAt, @Nullable Instant startedAt,
        @Nullable Instant endedAt, int version) {

    static TripView of(Trip trip) {
        TripState state = trip.state();
        Ride ride = state instanceof Completed(_, Ride driven) ? driven : null;
        return new TripView(trip.id(), trip.rider(), trip.quote(), trip.driver(), trip.phase(), trip.pickup(),
                ride == null ? trip.dropoff() : ride.dropoff(), trip.quotedFare(), ride == null ? null : ride.fare(),
                ride == null ? null : ride.distanceMetres(),
                state instanceof Cancelled(_, CancellationReason reason, _) ? reason : null, trip.cancellationFee(),
                trip.requestedAt(), trip.pickupAt(), trip.dueAt(),
                trip.fareHeldAt(), trip.assignedAt(), trip.arrivedAt(), trip.startedAt(), trip.endedAt(),
                trip.version());
    }

    /// As a driver sees it who has given it back, or lost it since the command that they repeat: how it stands, and
    /// otherwise nothing that they did not know before.
    static TripView lost(Trip trip) {
        return new TripView(trip.id(), trip.rider(), trip.quote(), null, trip.phase(), trip.pickup(), trip.dropoff(),
                trip.quotedFare(), null, null, null, null, trip.requestedAt(), trip.pickupAt(), null, null, null, null,
                null, null, trip.version());
    }
}
