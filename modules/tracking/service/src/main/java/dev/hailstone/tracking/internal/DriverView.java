package dev.hailstone.tracking.internal;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.tracking.DriverId;

/// A driver as clients see them.
///
/// @param available online and not on a trip
/// @param onlineChangedAt when the driver last went online or offline
/// @param position the latest one, absent if none was ever reported
/// @param seenAt when it was received
record DriverView(DriverId driverId, boolean online, boolean available, Instant onlineChangedAt,
        @Nullable GeoPoint position, @Nullable Instant seenAt) {

    /// @param latest what this process has seen of the driver, perhaps not written yet
    static DriverView of(Driver driver, @Nullable Sighting latest) {
        Availability availability = driver.availability();
        Instant seenAt = driver.seenAt();
        return latest != null && (seenAt == null || !latest.at().isBefore(seenAt))
                ? new DriverView(availability.driver(), availability.online(), availability.available(), driver.since(),
                        latest.position(), latest.at())
                : new DriverView(availability.driver(), availability.online(), availability.available(), driver.since(),
                        driver.position(), seenAt);
    }
}
