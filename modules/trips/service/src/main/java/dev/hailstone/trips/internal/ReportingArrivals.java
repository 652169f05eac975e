package dev.hailstone.trips.internal;

import java.time.Clock;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.trips.TripId;

/// Lets a driver tell that they wait at the pickup.
@Component
class ReportingArrivals {

    private final CommandedTrips trips;
    private final TripsSettings rules;
    private final Clock clock;

    ReportingArrivals(CommandedTrips trips, TripsSettings rules, Clock clock) {
        this.trips = trips;
        this.rules = rules;
        this.clock = clock;
    }

    /// @param by see [TripCommand]
    CommandOutcome report(TripId id, @Nullable String by, IdempotencyKey key) {
        return trips.once(key, new TripCommand(id, TripCommand.Kind.ARRIVAL, by),
                trip -> trip.arrive(clock.instant(), rules));
    }
}
