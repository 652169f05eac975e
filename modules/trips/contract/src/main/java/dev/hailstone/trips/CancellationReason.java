package dev.hailstone.trips;

/// Why a trip was cancelled.
public enum CancellationReason {
    /// The rider changed their mind.
    RIDER_CANCELLED,
    /// Nobody could be found, or everybody who was found gave the trip back.
    NO_DRIVER_FOUND,
    /// The rider's account does not cover the fare.
    HOLD_DECLINED,
    /// The driver waited at the pickup, and nobody came.
    RIDER_NOT_THERE,
    /// When a booked trip was due, its rider was on another one.
    RIDER_ON_ANOTHER_TRIP
}
