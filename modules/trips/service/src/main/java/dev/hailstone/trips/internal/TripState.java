package dev.hailstone.trips.internal;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.CancellationReason;

/// Where a trip stands, with what is known only then.
sealed interface TripState {

    /// Is booked for later.
    record Scheduled(Instant pickupAt, boolean reminded) implements TripState {}

    /// Waits for the fare to be held and for a driver.
    record Requested() implements TripState {}

    /// A driver is on the way to the pickup.
    ///
    /// @param at when dispatch assigned them
    /// @param heardAt when this module heard of it
    record Assigned(DriverId driver, Instant at, Instant heardAt) implements TripState {}

    /// The driver waits at the pickup.
    record Arrived(DriverId driver, Instant at) implements TripState {}

    /// The rider is on board.
    record InProgress(DriverId driver, Instant startedAt) implements TripState {}

    /// The rider has been driven.
    record Completed(DriverId driver, Ride ride) implements TripState {}

    /// The trip ended before it began.
    ///
    /// @param driver who had been assigned by then
    record Cancelled(@Nullable DriverId driver, CancellationReason reason, Instant at) implements TripState {}
}
