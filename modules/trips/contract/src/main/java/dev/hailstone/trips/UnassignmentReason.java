package dev.hailstone.trips;

/// Why a trip lost its driver before it began.
public enum UnassignmentReason {
    /// The driver gave the trip back.
    DRIVER_CANCELLED,
    /// The driver was silent for so long that nobody should wait for them.
    DRIVER_SILENT,
    /// The driver did not get to the rider in time.
    PICKUP_OVERDUE
}
