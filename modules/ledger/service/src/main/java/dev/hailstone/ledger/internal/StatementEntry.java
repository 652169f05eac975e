package dev.hailstone.ledger.internal;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.hailstone.kernel.Money;
import dev.hailstone.trips.TripId;

/// One line of a statement.
///
/// @param position of the entry in the ledger's store
/// @param transactionId names what moved the money: with it a transaction is undone
/// @param tripId the trip that it is about, if any
/// @param amount positive if the owner has more after it
/// @param balance after it
/// @param at when it was recorded, but never before the line above it
record StatementEntry(long position, UUID transactionId, StatementReason reason, @Nullable TripId tripId, Money amount,
        Sum balance, Instant at) {}
