package dev.hailstone.dispatch.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.hailstone.dispatch.internal.AssignmentState.Assigned;
import dev.hailstone.dispatch.internal.AssignmentState.AwaitingHold;
import dev.hailstone.dispatch.internal.AssignmentState.AwaitingRequest;
import dev.hailstone.dispatch.internal.AssignmentState.GivenUp;
import dev.hailstone.dispatch.internal.AssignmentState.Offered;
import dev.hailstone.dispatch.internal.AssignmentState.Released;
import dev.hailstone.dispatch.internal.AssignmentState.Searching;
import dev.hailstone.dispatch.internal.AssignmentState.Withdrawn;
import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.tracking.NearbyDriver;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

/// The process that finds a trip its driver and keeps the driver for it.
///
/// It *awaits* two facts in any order, the request of the trip and the hold of its fare, then is *searching*. Whoever is
/// found is *offered* the trip, unless they accept whatever comes, and a driver who refuses or lets the offer expire is not
/// asked again. It ends *given up*, or it is *assigned* until the trip's end *releases* the driver, or until the trip loses
/// them and the search begins anew. A cancelled trip *withdraws* it at any time. What comes too late, or a second time,
/// changes nothing: each transition then returns the assignment as it was.
///
/// @param declined drivers who will not be asked again: they refused, did not answer, or gave the trip back
/// @param trace of what began the search, in writing; null if it is not recorded
record Assignment(TripId tripId, RiderId riderId, Set<DriverId> declined, @Nullable String trace,
        AssignmentState state) {

    Assignment {
        declined = Set.copyOf(declined);
    }

    static Assignment requested(TripId tripId, RiderId riderId, GeoPoint pickup, @Nullable Instant pickupAt) {
        return new Assignment(tripId, riderId, Set.of(), null, new AwaitingHold(pickup, pickupAt));
    }

    static Assignment held(TripId tripId, RiderId riderId) {
        return new Assignment(tripId, riderId, Set.of(), null, new AwaitingRequest());
    }

    /// The same assignment as part of a trace.
    Assignment ofTrace(@Nullable String newTrace) {
        return new Assignment(tripId, riderId, declined, newTrace, state);
    }

    Assignment request(GeoPoint pickup, @Nullable Instant pickupAt, Instant at, Duration giveUpAfter) {
        return switch (state) {
            case AwaitingRequest() -> search(pickup, pickupAt, at, giveUpAfter);
            case AwaitingHold _,Searching _,Offered _,Assigned _,Released _,GivenUp _,Withdrawn _ -> this;
        };
    }

    Assignment hold(Instant at, Duration giveUpAfter) {
        return switch (state) {
            case AwaitingHold(GeoPoint pickup, Instant pickupAt) -> search(pickup, pickupAt, at, giveUpAfter);
            case AwaitingRequest _,Searching _,Offered _,Assigned _,Released _,GivenUp _,Withdrawn _ -> this;
        };
    }

    /// Who wants to be picked up later is searched a driver for until then, and as long afterwards as anybody else.
    private Assignment search(GeoPoint pickup, @Nullable Instant pickupAt, Instant at, Duration giveUpAfter) {
        Instant wanted = pickupAt != null && pickupAt.isAfter(at) ? pickupAt : at;
        return in(new Searching(pickup, pickupAt, wanted.plus(giveUpAfter), 0, at));
    }

    /// Gives the trip to a driver who accepts whatever comes.
    Assignment assign(NearbyDriver found, Instant at) {
        return switch (state) {
            case Searching(GeoPoint pickup, Instant pickupAt, _, _, _) ->
                in(new Assigned(pickup, pickupAt, found.driverId(), found.distanceMetres(), at));
            case AwaitingHold _,AwaitingRequest _,Offered _,Assigned _,Released _,GivenUp _,Withdrawn _ -> this;
        };
    }

    /// Asks a driver.
    Assignment offer(NearbyDriver found, Instant expiresAt) {
        return switch (state) {
            case Searching(GeoPoint pickup, Instant pickupAt, Instant giveUpAt, int attempts, _) ->
                in(new Offered(pickup, pickupAt, giveUpAt, attempts, found.driverId(), found.distanceMetres(),
                        expiresAt));
            case AwaitingHold _,AwaitingRequest _,Offered _,Assigned _,Released _,GivenUp _,Withdrawn _ -> this;
        };
    }

    /// The driver takes the trip, if it is still offered to them.
    Assignment accept(DriverId driver, Instant at) {
        return state instanceof Offered offer && offer.driver().equals(driver) && at.isBefore(offer.expiresAt())
                ? in(new Assigned(offer.pickup(), offer.pickupAt(), driver, offer.distanceMetres(), at))
                : this;
    }

    /// The driver does not take the trip, if it is still offered to them.
    Assignment refuse(DriverId driver, Instant at) {
        return state instanceof Offered offer && offer.driver().equals(driver) && at.isBefore(offer.expiresAt())
                ? searchOn(offer, at, at)
                : this;
    }

    /// The driver has not answered in time.
    ///
    /// @param nextAttemptAt when the search goes on
    Assignment expire(Instant at, Instant nextAttemptAt) {
        return state instanceof Offered offer && !at.isBefore(offer.expiresAt())
                ? searchOn(offer, at, nextAttemptAt)
                : this;
    }

    /// After the deadline nobody else is asked.
    private Assignment searchOn(Offered offer, Instant at, Instant nextAttemptAt) {
        return without(offer.driver()).in(at.isBefore(offer.giveUpAt())
                ? new Searching(offer.pickup(), offer.pickupAt(), offer.giveUpAt(), offer.attempts(), nextAttemptAt)
                : new GivenUp(at));
    }

    /// The trip has lost its driver, who will not get it again, and needs another one.
    Assignment unassign(DriverId driver, Instant at, Duration giveUpAfter) {
        return state instanceof Assigned had && had.driver().equals(driver)
                ? without(driver).search(had.pickup(), had.pickupAt(), at, giveUpAfter)
                : this;
    }

    /// Waits for the next attempt, or gives up if the time is over. The last attempt is made when it is just over.
    Assignment postpone(Instant at, DispatchSettings settings) {
        return switch (state) {
            case Searching(_, _, Instant giveUpAt, _, _) when !at.isBefore(giveUpAt) -> in(new GivenUp(at));
            case Searching(GeoPoint pickup, Instant pickupAt, Instant giveUpAt, int attempts, _) -> {
                Instant next = settings.nextAttempt(at, attempts);
                yield in(new Searching(pickup, pickupAt, giveUpAt, attempts,
                        next.isBefore(giveUpAt) ? next : giveUpAt));
            }
            case AwaitingHold _,AwaitingRequest _,Offered _,Assigned _,Released _,GivenUp _,Withdrawn _ -> this;
        };
    }

    /// Waits for another round, which begins the same attempt, or gives up if the time is over.
    Assignment putBack(Instant at) {
        return switch (state) {
            case Searching(_, _, Instant giveUpAt, _, _) when !at.isBefore(giveUpAt) -> in(new GivenUp(at));
            case Searching(GeoPoint pickup, Instant pickupAt, Instant giveUpAt, int attempts, _) ->
                in(new Searching(pickup, pickupAt, giveUpAt, Math.max(attempts - 1, 0), at));
            case AwaitingHold _,AwaitingRequest _,Offered _,Assigned _,Released _,GivenUp _,Withdrawn _ -> this;
        };
    }

    Assignment release(Instant at) {
        return switch (state) {
            case Assigned _ -> in(new Released(at));
            case AwaitingHold _,AwaitingRequest _,Searching _,Offered _,Released _,GivenUp _,Withdrawn _ -> this;
        };
    }

    Assignment withdraw(Instant at) {
        return switch (state) {
            case AwaitingHold _,AwaitingRequest _,Searching _,Offered _,Assigned _ -> in(new Withdrawn(at));
            case Released _,GivenUp _,Withdrawn _ -> this;
        };
    }

    Phase phase() {
        return switch (state) {
            case AwaitingHold _ -> Phase.AWAITING_HOLD;
            case AwaitingRequest _ -> Phase.AWAITING_REQUEST;
            case Searching _ -> Phase.SEARCHING;
            case Offered _ -> Phase.OFFERED;
            case Assigned _ -> Phase.ASSIGNED;
            case Released _ -> Phase.RELEASED;
            case GivenUp _ -> Phase.GIVEN_UP;
            case Withdrawn _ -> Phase.WITHDRAWN;
        };
    }

    private Assignment without(DriverId driver) {
        Set<DriverId> more = new HashSet<>(declined);
        more.add(driver);
        return new Assignment(tripId, riderId, more, trace, state);
    }

    private Assignment in(AssignmentState next) {
        return new Assignment(tripId, riderId, declined, trace, next);
    }
}
