package dev.hailstone.notifications.internal;

import java.time.Instant;

import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.TripId;

/// What a recipient is told of, and at most once.
///
/// Two events may be one cause: a trip whose fare is not covered is declined by the ledger and may at the same time be
/// cancelled by its rider, but it comes to nothing only once.
record Cause(String value) {

    /// A trip may lose a driver and get another one, never the same again.
    static Cause assignment(TripId trip, DriverId driver) {
        return new Cause("assignment/" + trip + "/" + driver);
    }

    static Cause loss(TripId trip, DriverId driver) {
        return new Cause("loss/" + trip + "/" + driver);
    }

    static Cause offer(TripId trip) {
        return new Cause("offer/" + trip);
    }

    static Cause reminder(TripId trip) {
        return new Cause("reminder/" + trip);
    }

    static Cause arrival(TripId trip, DriverId driver) {
        return new Cause("arrival/" + trip + "/" + driver);
    }

    static Cause start(TripId trip) {
        return new Cause("start/" + trip);
    }

    /// The trip came to nothing.
    static Cause failure(TripId trip) {
        return new Cause("failure/" + trip);
    }

    /// A charge that was undone may be made anew. Charges are told apart by their time, since a trip has one at a time.
    static Cause charge(TripId trip, Instant at) {
        return new Cause("charge/" + trip + "/" + at);
    }

    /// A trip may be refunded in several parts.
    static Cause refund(TripId trip, int number) {
        return new Cause("refund/" + trip + "/" + number);
    }

    /// A driver's payouts are told apart by their time, since the ledger carries out one after the other.
    static Cause payout(DriverId driver, Instant at) {
        return new Cause("payout/" + driver + "/" + at);
    }
}
