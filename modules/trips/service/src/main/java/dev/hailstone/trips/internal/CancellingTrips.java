package dev.hailstone.trips.internal;

import java.time.Clock;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.trips.TripId;
import dev.hailstone.trips.UnassignmentReason;

/// Lets a rider change their mind, and a driver give a trip back.
@Component
class CancellingTrips {

    private final CommandedTrips trips;
    private final TripsSettings rules;
    private final Clock clock;

    CancellingTrips(CommandedTrips trips, TripsSettings rules, Clock clock) {
        this.trips = trips;
        this.rules = rules;
        this.clock = clock;
    }

    /// @param by see [TripCommand]
    CommandOutcome cancel(TripId id, @Nullable String by, IdempotencyKey key) {
        return trips.once(key, new TripCommand(id, TripCommand.Kind.CANCELLATION, by),
                trip -> trip.cancelByRider(clock.instant(), rules));
    }

    /// @param by see [TripCommand]
    CommandOutcome giveBack(TripId id, @Nullable String by, IdempotencyKey key) {
        return trips.once(key, new TripCommand(id, TripCommand.Kind.DRIVER_CANCELLATION, by),
                trip -> trip.unassign(UnassignmentReason.DRIVER_CANCELLED, clock.instant(), rules));
    }
}
