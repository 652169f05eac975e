package dev.hailstone.dispatch.internal;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.hailstone.tracking.DriverId;
import dev.hailstone.tracking.NearbyDriver;
import dev.hailstone.trips.TripId;

/// What the locator answered for one trip.
///
/// @param candidates nearest first
record Search(TripId tripId, List<NearbyDriver> candidates) {

    /// The nearest driver who is neither busy nor has declined this trip.
    Optional<NearbyDriver> nearestBut(Set<DriverId> engaged, Set<DriverId> declined) {
        return candidates.stream()
                .filter(candidate -> !engaged.contains(candidate.driverId())
                        && !declined.contains(candidate.driverId()))
                .findFirst();
    }
}
