package dev.hailstone.tracking;

import java.time.Instant;

import dev.hailstone.kernel.EventType;
import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.ModuleEvent;

/// A driver signed off, or was silent for so long that nobody should wait for them.
@EventType("tracking.driver-went-offline")
public record DriverWentOffline(DriverId driverId, GeoPoint lastPosition, OfflineReason reason,
        Instant at) implements ModuleEvent {

    @Override
    public String key() {
        return driverId.value();
    }
}
