package dev.hailstone.ledger.internal;

/// What several riders have been charged.
///
/// @param riders how many were charged at all
/// @param charges how many fares, also those that were undone or refunded afterwards
/// @param total the sum of these fares
/// @param position how far in the ledger's store the answer has read
record RiderCharges(long riders, long charges, Sum total, long position) {}
