package dev.hailstone.trips;

import java.time.Instant;

import dev.hailstone.kernel.EventType;
import dev.hailstone.kernel.ModuleEvent;

/// The time is near for which a rider has booked a trip; soon a driver is searched.
///
/// @param pickupAt when the rider wants to be picked up
@EventType("trips.pickup-approached")
public record PickupApproached(TripId tripId, RiderId riderId, Instant pickupAt, Instant at) implements ModuleEvent {

    @Override
    public String key() {
        return tripId.toString();
    }
}
