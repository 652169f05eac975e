package dev.hailstone.tracking.internal;

import dev.hailstone.tracking.DriverId;

/// Whether a driver can take a trip, as one transaction left it.
///
/// @param engagements trips that were assigned to the driver and have not ended; for moments there may be two, since the
/// end of one and the assignment of the next are told by different modules
/// @param version counts the driver's changes; of two statements about a driver the one with the higher version holds
record Availability(DriverId driver, boolean online, int engagements, long version) {

    boolean available() {
        return online && engagements <= 0;
    }
}
