package dev.hailstone.trips.internal;

import java.time.Clock;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.trips.TripId;

/// Begins the ride; the rider is on board.
@Component
class StartingTrips {

    private final CommandedTrips trips;
    private final TripsSettings rules;
    private final Clock clock;

    StartingTrips(CommandedTrips trips, TripsSettings rules, Clock clock) {
        this.trips = trips;
        this.rules = rules;
        this.clock = clock;
    }

    /// @param by see [TripCommand]
    CommandOutcome start(TripId id, @Nullable String by, IdempotencyKey key) {
        return trips.once(key, new TripCommand(id, TripCommand.Kind.START, by),
                trip -> trip.start(clock.instant(), rules));
    }
}
