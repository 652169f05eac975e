package dev.hailstone.dispatch.internal;

/// The name of an assignment's state, in the database and for clients.
enum Phase {
    AWAITING_HOLD, AWAITING_REQUEST, SEARCHING, OFFERED, ASSIGNED, RELEASED, GIVEN_UP, WITHDRAWN
}
