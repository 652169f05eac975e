package dev.hailstone.trips;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.hailstone.kernel.EventType;
import dev.hailstone.kernel.ModuleEvent;
import dev.hailstone.kernel.Money;
import dev.hailstone.tracking.DriverId;

/// The trip ended before it began; whatever was set aside for it and is not owed as a fee is to be released.
///
/// @param driverId who had been assigned, as far as trips knew; an assignment may still be on its way
/// @param fee what the rider owes the driver and the platform for having let them come in vain; null if the trip is free
@EventType("trips.trip-cancelled")
public record TripCancelled(TripId tripId, RiderId riderId, @Nullable DriverId driverId, CancellationReason reason,
        @Nullable Money fee, Instant at) implements ModuleEvent {

    /// A trip that is cancelled free of charge.
    public TripCancelled(TripId tripId, RiderId riderId, @Nullable DriverId driverId, CancellationReason reason,
            Instant at) {
        this(tripId, riderId, driverId, reason, null, at);
    }

    @Override
    public String key() {
        return tripId.toString();
    }
}
