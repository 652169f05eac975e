package dev.hailstone.dispatch.internal;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

/// An assignment as clients see it. What is not known yet is left out.
///
/// @param attempts searches that have been begun
/// @param declined drivers who refused, did not answer, or gave the trip back; null for whom that is no business of
/// @param driverId who has the trip, or is offered it
/// @param distanceMetres from the driver to the pickup when they were chosen
record AssignmentView(TripId tripId, RiderId riderId, Phase state, @Nullable GeoPoint pickup, int attempts,
        @Nullable List<DriverId> declined, @Nullable Instant nextAttemptAt, @Nullable Instant giveUpAt,
        @Nullable DriverId driverId,
        @Nullable Double distanceMetres, @Nullable Instant assignedAt, @Nullable Instant offerExpiresAt,
        @Nullable Instant endedAt) {

    /// The same without the drivers who have declined.
    AssignmentView withoutDeclined() {
        return new AssignmentView(tripId, riderId, state, pickup, attempts, null, nextAttemptAt, giveUpAt, driverId,
                distanceMetres, assignedAt, offerExpiresAt, endedAt);
    }
}
