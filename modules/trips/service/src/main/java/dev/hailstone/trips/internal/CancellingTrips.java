package dev.hailstone.trips.internal;

import java.time.Clock;

import org.springframework.stereotype.Component;

import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.trips.CancellationReason;
import dev.hailstone.trips.TripId;

/// Lets a rider change their mind.
@Component
class CancellingTrips {

    private final CommandedTrips trips;
    private final Clock clock;

    CancellingTrips(CommandedTrips trips, Clock clock) {
        this.trips = trips;
        this.clock = clock;
    }

    CommandOutcome cancel(TripId id, IdempotencyKey key) {
        return trips.once(key, new TripCommand(id, TripCommand.Kind.CANCELLATION),
                trip -> trip.cancel(CancellationReason.RIDER_CANCELLED, clock.instant()));
    }
}
