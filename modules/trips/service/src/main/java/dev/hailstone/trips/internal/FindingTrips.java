package dev.hailstone.trips.internal;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

/// Looks trips up.
@Component
@Transactional(readOnly = true)
class FindingTrips {

    private static final Sort BY_ID = Sort.by("id.value");

    private final Trips trips;

    FindingTrips(Trips trips) {
        this.trips = trips;
    }

    Optional<Trip> find(TripId id) {
        return trips.read(id);
    }

    /// Trips in the order of their requests.
    ///
    /// @param phase only trips in this phase
    /// @param rider only trips of this rider
    /// @param after only trips after this one
    List<Trip> list(@Nullable Phase phase, @Nullable RiderId rider, @Nullable TripId after, int limit) {
        Specification<Trip> wanted = Specification.unrestricted();
        if (phase != null) {
            wanted = wanted.and((trip, _, criteria) -> criteria.equal(trip.get("phase"), phase));
        }
        if (rider != null) {
            wanted = wanted.and((trip, _, criteria) -> criteria.equal(trip.get("rider"), rider));
        }
        if (after != null) {
            wanted = wanted
                    .and((trip, _, criteria) -> criteria.greaterThan(trip.get("id").get("value"), after.value()));
        }
        return trips.findBy(wanted, found -> found.sortBy(BY_ID).limit(limit).all());
    }
}
