package dev.hailstone.ledger.internal;

import java.time.LocalDate;
import java.util.List;

import dev.hailstone.tracking.DriverId;

/// What a driver earned, day by day.
///
/// @param position how far in the ledger's store the answer has read
record DriverEarnings(DriverId driverId, List<Day> days, long position) {

    DriverEarnings {
        days = List.copyOf(days);
    }

    /// A day (UTC) on which rides ended.
    ///
    /// @param trips how many of them the driver earned something with
    /// @param earned with them, refunds taken off
    record Day(LocalDate day, long trips, Sum earned) {}
}
