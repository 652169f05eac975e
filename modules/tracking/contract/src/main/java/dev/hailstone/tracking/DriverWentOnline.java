package dev.hailstone.tracking;

import java.time.Instant;

import dev.hailstone.kernel.EventType;
import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.ModuleEvent;

/// A driver reported a first position and can be offered trips.
@EventType("tracking.driver-went-online")
public record DriverWentOnline(DriverId driverId, GeoPoint position, Instant at) implements ModuleEvent {

    @Override
    public String key() {
        return driverId.value();
    }
}
