package dev.hailstone.tracking;

import java.time.Instant;

import dev.hailstone.kernel.EventType;
import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.ModuleEvent;

/// A driver reported a position after none, or after having gone offline. Unless engaged in a trip, they can be offered one.
@EventType("tracking.driver-went-online")
public record DriverWentOnline(DriverId driverId, GeoPoint position, Instant at) implements ModuleEvent {

    @Override
    public String key() {
        return driverId.value();
    }
}
