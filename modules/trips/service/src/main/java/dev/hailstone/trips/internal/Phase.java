package dev.hailstone.trips.internal;

/// The name of a trip's state, in the database and for clients.
enum Phase {
    SCHEDULED, REQUESTED, ASSIGNED, ARRIVED, IN_PROGRESS, COMPLETED, CANCELLED
}
