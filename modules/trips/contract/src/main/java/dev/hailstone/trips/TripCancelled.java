package dev.hailstone.trips;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.hailstone.kernel.EventType;
import dev.hailstone.kernel.ModuleEvent;
import dev.hailstone.tracking.DriverId;

/// The trip ended before it began; whatever was set aside for it is to be released.
///
/// @param driverId who had been assigned, as far as trips knew; an assignment may still be on its way
@EventType("trips.trip-cancelled")
public record TripCancelled(TripId tripId, RiderId riderId, @Nullable DriverId driverId, CancellationReason reason,
        Instant at) implements ModuleEvent {

    @Override
    public String key() {
        return tripId.toString();
    }
}
