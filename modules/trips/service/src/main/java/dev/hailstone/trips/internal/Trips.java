package dev.hailstone.trips.internal;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.persistence.LockModeType;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

/// All trips.
interface Trips extends Repository<Trip, TripId>, JpaSpecificationExecutor<Trip> {

    /// Adds a trip at once, so that a rider's second open trip is refused here and not at commit.
    ///
    /// @throws org.springframework.dao.DataIntegrityViolationException if the rider has another open trip
    Trip saveAndFlush(Trip trip);

    /// A trip to be changed; whoever else wants to change it waits until this transaction ends.
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    Optional<Trip> findById(TripId id);

    /// Trips to be changed, locked in the order of their ids, so that two transactions do not lock each other out.
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select trip from Trip trip where trip.id.value in :ids order by trip.id.value")
    List<Trip> lock(Collection<UUID> ids);

    /// A trip to be looked at.
    @Query("select trip from Trip trip where trip.id = :id")
    Optional<Trip> read(TripId id);

    /// The one trip of the rider that has not ended and is not booked for later.
    @Query("""
            select trip from Trip trip
            where trip.rider = :rider and trip.endedAt is null and trip.phase <> dev.hailstone.trips.internal.Phase.SCHEDULED
            """)
    Optional<Trip> openTripOf(RiderId rider);

    /// The open trips of some drivers, to be changed; locked in the same order.
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("""
            select trip from Trip trip where trip.driver.value in :drivers and trip.endedAt is null order by trip.id.value
            """)
    List<Trip> openTripsOf(Collection<String> drivers);

    /// Trips that go on by themselves now, the longest overdue first.
    @Query("select trip.id from Trip trip where trip.dueAt <= :now order by trip.dueAt")
    List<TripId> due(Instant now, Limit limit);
}
