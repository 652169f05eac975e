package dev.hailstone.trips.internal;

import java.time.Clock;

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

    CommandOutcome start(TripId id, IdempotencyKey key) {
        return trips.once(key, new TripCommand(id, TripCommand.Kind.START), trip -> trip.start(clock.instant(), rules));
    }
}
