package dev.hailstone.dispatch.internal;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.TripId;

/// All assignments, the ended ones too. To be used within a transaction.
interface Assignments {

    /// Adds new assignments, in the order of their trips' ids, except where a trip has one already. If somebody else is adding
    /// it at this moment, waits until they have or have not.
    ///
    /// @return the trips that have got one
    Set<TripId> add(Collection<Assignment> assignments);

    /// An assignment to be changed; whoever else wants to change it waits until this transaction ends.
    Optional<Assignment> lock(TripId tripId);

    /// Several assignments to be changed, locked in the order of their ids, so that two transactions do not lock each other
    /// out.
    List<Assignment> lock(Collection<TripId> tripIds);

    /// @throws org.springframework.dao.DuplicateKeyException if a driver would have two trips at a time
    void save(Assignment assignment);

    /// @throws org.springframework.dao.DuplicateKeyException if a driver would have two trips at a time
    void saveAll(List<Assignment> assignments);

    /// Takes up searches whose next attempt is due and offers that have expired, unless somebody else is taking them up, the
    /// longest waiting first. Counts the attempt and lets others keep off until `claimedUntil`.
    List<Assignment> claimDue(Instant now, Instant claimedUntil, int limit);

    /// When the next attempt of all is due, or the next offer expires.
    Optional<Instant> nextAttempt();

    /// What keeps drivers from trips, or lets them have trips unasked.
    Standing standing(Collection<DriverId> drivers);

    Optional<AssignmentView> view(TripId tripId);

    /// The latest assignments first.
    ///
    /// @param phase only assignments in this phase
    List<AssignmentView> views(@Nullable Phase phase, int limit);

    /// What a driver is offered: one trip at most.
    Optional<OfferView> offerTo(DriverId driver);

    /// How some drivers stand.
    ///
    /// @param engaged who have a trip, or are offered one
    /// @param accepting who have said that they accept whatever comes
    /// @param asked who have said that they want to be asked
    record Standing(Set<DriverId> engaged, Set<DriverId> accepting, Set<DriverId> asked) {

        /// Whether the driver is given trips without being asked.
        ///
        /// @param unlessSaid what holds for drivers who have said nothing
        boolean accepts(DriverId driver, boolean unlessSaid) {
            return unlessSaid ? !asked.contains(driver) : accepting.contains(driver);
        }
    }
}
