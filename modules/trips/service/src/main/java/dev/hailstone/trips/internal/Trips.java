package dev.hailstone.trips.internal;

import java.util.Optional;

import jakarta.persistence.LockModeType;

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

    /// A trip to be looked at.
    @Query("select trip from Trip trip where trip.id = :id")
    Optional<Trip> read(TripId id);

    /// The one trip of the rider that has not ended.
    @Query("select trip from Trip trip where trip.rider = :rider and trip.endedAt is null")
    Optional<Trip> openTripOf(RiderId rider);
}
