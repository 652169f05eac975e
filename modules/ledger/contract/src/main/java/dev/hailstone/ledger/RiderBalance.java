package dev.hailstone.ledger;

import dev.hailstone.kernel.Money;
import dev.hailstone.trips.RiderId;

/// What a rider's account says.
///
/// @param balance positive: the rider's money; negative: the rider owes
/// @param held set aside for open trips
/// @param available balance less held plus the credit limit: the largest fare that would be held now
/// @param charged the sum of all fares and cancellation fees charged so far, also of those that were undone or refunded afterwards
/// @param position how far in the ledger's store the answer has read
public record RiderBalance(RiderId riderId, Money balance, Money held, Money available, Money charged, long position) {}
