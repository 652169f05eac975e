package dev.hailstone.trips;

/// Why a trip was cancelled.
public enum CancellationReason {
    RIDER_CANCELLED, NO_DRIVER_FOUND, HOLD_DECLINED
}
