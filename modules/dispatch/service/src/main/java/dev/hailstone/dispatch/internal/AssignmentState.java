package dev.hailstone.dispatch.internal;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.tracking.DriverId;

/// Where an assignment stands, with what is needed to go on from there.
sealed interface AssignmentState {

    /// The trip is requested; its fare is not held yet.
    ///
    /// @param pickupAt when the rider wants to be picked up; null for at once
    record AwaitingHold(GeoPoint pickup, @Nullable Instant pickupAt) implements AssignmentState {}

    /// The fare is held; that the trip is requested is not known yet, for the two facts come from two producers.
    record AwaitingRequest() implements AssignmentState {}

    /// A driver is searched.
    ///
    /// @param pickupAt when the rider wants to be picked up; null for at once
    /// @param giveUpAt the first attempt at this time or later is the last one
    /// @param attempts that have been begun
    record Searching(GeoPoint pickup, @Nullable Instant pickupAt, Instant giveUpAt, int attempts, Instant nextAttemptAt)
            implements
                AssignmentState {}

    /// A driver is asked whether they take the trip, and is asked nothing else meanwhile.
    ///
    /// @param distanceMetres to the pickup when the driver was chosen
    /// @param expiresAt from then on it is as if the driver had refused
    record Offered(GeoPoint pickup, @Nullable Instant pickupAt, Instant giveUpAt, int attempts, DriverId driver,
            double distanceMetres, Instant expiresAt) implements AssignmentState {}

    /// The driver has the trip and nothing else.
    ///
    /// @param distanceMetres to the pickup when the driver was chosen
    record Assigned(GeoPoint pickup, @Nullable Instant pickupAt, DriverId driver, double distanceMetres, Instant at)
            implements
                AssignmentState {}

    /// The trip was completed; its driver is free.
    record Released(Instant at) implements AssignmentState {}

    /// Nobody was found in time.
    record GivenUp(Instant at) implements AssignmentState {}

    /// The trip was cancelled; its driver is free, if there was one.
    record Withdrawn(Instant at) implements AssignmentState {}
}
