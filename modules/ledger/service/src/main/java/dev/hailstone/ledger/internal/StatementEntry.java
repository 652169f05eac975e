package dev.hailstone.ledger.internal;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.hailstone.kernel.Money;
import dev.hailstone.trips.TripId;

/// One line of a statement.
///
/// @param position of the entry in the ledger's store
/// @param tripId the trip that it is about, if any
/// @param amount positive if the owner has more after it
/// @param balance after it
record StatementEntry(long position, StatementReason reason, @Nullable TripId tripId, Money amount, Money balance,
        Instant at) {}
