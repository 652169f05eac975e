package dev.hailstone.dispatch.internal;

import java.time.Duration;
import java.time.Instant;

import dev.hailstone.dispatch.internal.AssignmentState.Assigned;
import dev.hailstone.dispatch.internal.AssignmentState.AwaitingHold;
import dev.hailstone.dispatch.internal.AssignmentState.AwaitingRequest;
import dev.hailstone.dispatch.internal.AssignmentState.GivenUp;
import dev.hailstone.dispatch.internal.AssignmentState.Released;
import dev.hailstone.dispatch.internal.AssignmentState.Searching;
import dev.hailstone.dispatch.internal.AssignmentState.Withdrawn;
import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.tracking.NearbyDriver;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

/// The process that finds a trip its driver and keeps the driver for it.
///
/// It *awaits* two facts in any order, the request of the trip and the hold of its fare, then is *searching*. It ends
/// *given up*, or it is *assigned* until the trip's end *releases* the driver. A cancelled trip *withdraws* it at any time.
/// What comes too late, or a second time, changes nothing: each transition then returns the assignment as it was.
record Assignment(TripId tripId, RiderId riderId, AssignmentState state) {

    static Assignment requested(TripId tripId, RiderId riderId, GeoPoint pickup) {
        return new Assignment(tripId, riderId, new AwaitingHold(pickup));
    }

    static Assignment held(TripId tripId, RiderId riderId) {
        return new Assignment(tripId, riderId, new AwaitingRequest());
    }

    Assignment request(GeoPoint pickup, Instant at, Duration giveUpAfter) {
        return switch (state) {
            case AwaitingRequest() -> search(pickup, at, giveUpAfter);
            case AwaitingHold _,Searching _,Assigned _,Released _,GivenUp _,Withdrawn _ -> this;
        };
    }

    Assignment hold(Instant at, Duration giveUpAfter) {
        return switch (state) {
            case AwaitingHold(GeoPoint pickup) -> search(pickup, at, giveUpAfter);
            case AwaitingRequest _,Searching _,Assigned _,Released _,GivenUp _,Withdrawn _ -> this;
        };
    }

    private Assignment search(GeoPoint pickup, Instant at, Duration giveUpAfter) {
        return in(new Searching(pickup, at.plus(giveUpAfter), 0, at));
    }

    Assignment assign(NearbyDriver found, Instant at) {
        return switch (state) {
            case Searching _ -> in(new Assigned(found.driverId(), found.distanceMetres(), at));
            case AwaitingHold _,AwaitingRequest _,Assigned _,Released _,GivenUp _,Withdrawn _ -> this;
        };
    }

    /// Waits for the next attempt, or gives up if the time is over. The last attempt is made when it is just over.
    Assignment postpone(Instant at, DispatchSettings settings) {
        return switch (state) {
            case Searching(_, Instant giveUpAt, _, _) when !at.isBefore(giveUpAt) -> in(new GivenUp(at));
            case Searching(GeoPoint pickup, Instant giveUpAt, int attempts, _) -> {
                Instant next = settings.nextAttempt(at, attempts);
                yield in(new Searching(pickup, giveUpAt, attempts, next.isBefore(giveUpAt) ? next : giveUpAt));
            }
            case AwaitingHold _,AwaitingRequest _,Assigned _,Released _,GivenUp _,Withdrawn _ -> this;
        };
    }

    Assignment release(Instant at) {
        return switch (state) {
            case Assigned _ -> in(new Released(at));
            case AwaitingHold _,AwaitingRequest _,Searching _,Released _,GivenUp _,Withdrawn _ -> this;
        };
    }

    Assignment withdraw(Instant at) {
        return switch (state) {
            case AwaitingHold _,AwaitingRequest _,Searching _,Assigned _ -> in(new Withdrawn(at));
            case Released _,GivenUp _,Withdrawn _ -> this;
        };
    }

    Phase phase() {
        return switch (state) {
            case AwaitingHold _ -> Phase.AWAITING_HOLD;
            case AwaitingRequest _ -> Phase.AWAITING_REQUEST;
            case Searching _ -> Phase.SEARCHING;
            case Assigned _ -> Phase.ASSIGNED;
            case Released _ -> Phase.RELEASED;
            case GivenUp _ -> Phase.GIVEN_UP;
            case Withdrawn _ -> Phase.WITHDRAWN;
        };
    }

    private Assignment in(AssignmentState next) {
        return new Assignment(tripId, riderId, next);
    }
}
