package dev.hailstone.trips.internal;

import dev.hailstone.trips.TripId;

/// What is known of a request before its quote is accepted.
sealed interface Reservation {

    /// The id under which the trip will be made, the same however often the request is repeated.
    record Reserved(TripId trip) implements Reservation {}

    /// The trip has been made before.
    record Redeemed(Trip trip) implements Reservation {}

    /// The rider has another open trip.
    record Hindered(TripId open) implements Reservation {}

    /// Nobody can be picked up then.
    record Unfit(String field, String reason) implements Reservation {}

    /// The key belongs to another command.
    record KeyReused() implements Reservation {}
}
