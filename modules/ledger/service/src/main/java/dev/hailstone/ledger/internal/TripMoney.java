package dev.hailstone.ledger.internal;

import org.jspecify.annotations.Nullable;

import dev.hailstone.kernel.Money;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

/// What has become of a trip's money.
///
/// @param riderId null if nothing is known of the trip
/// @param held what is set aside, null if nothing is; of a trip that is charged, perhaps another rider's
/// @param charged the fare, null if it was not charged or that was undone
/// @param refunded what of the fare was given back, null without a fare
record TripMoney(TripId tripId, State state, @Nullable RiderId riderId, @Nullable Money held, @Nullable Money charged,
        @Nullable Money refunded) {

    static TripMoney of(TripId trip, FareStatus status) {
        return switch (status) {
            case FareStatus.Unknown _ -> without(trip, State.UNKNOWN, null);
            case FareStatus.Refused(RiderId rider) -> without(trip, State.REFUSED, rider);
            case FareStatus.Released(RiderId rider) -> without(trip, State.RELEASED, rider);
            case FareStatus.Reversed(var fare, var hold) ->
                new TripMoney(trip, State.REVERSED, fare.riderId(), amountOf(hold), null, null);
            case FareStatus.Held(RiderId rider, Money amount) ->
                new TripMoney(trip, State.HELD, rider, amount, null, null);
            case FareStatus.Settled(var fare, _, FareShares left, var hold) -> new TripMoney(trip, State.CHARGED,
                    fare.riderId(), amountOf(hold), fare.total(), fare.total().minus(left.total()));
        };
    }

    private static @Nullable Money amountOf(FareStatus.@Nullable Held hold) {
        return hold == null ? null : hold.amount();
    }

    private static TripMoney without(TripId trip, State state, @Nullable RiderId rider) {
        return new TripMoney(trip, state, rider, null, null, null);
    }

    enum State {
        /// Nothing is known of the trip.
        UNKNOWN,
        /// The fare is set aside.
        HELD,
        /// The fare could not be set aside.
        REFUSED,
        /// The fare is no longer set aside.
        RELEASED,
        /// The rider paid, whatever was refunded since.
        CHARGED,
        /// The charge was undone, and may be made anew.
        REVERSED
    }
}
