package dev.hailstone.ledger.internal;

import java.time.Instant;
import java.util.List;

/// What rides brought in, by the zone in which they began and the hour in which they ended.
///
/// @param position how far in the ledger's store the answer has read
record ZoneRevenue(List<Hour> hours, long position) {

    ZoneRevenue {
        hours = List.copyOf(hours);
    }

    /// @param hour its beginning
    /// @param trips how many were charged
    /// @param fares what riders paid, refunds taken off
    /// @param revenue what of it is the platform's
    record Hour(String zone, Instant hour, long trips, Sum fares, Sum revenue) {}
}
