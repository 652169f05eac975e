package dev.hailstone.ledger.internal;

import dev.hailstone.kernel.Money;
import dev.hailstone.tracking.DriverId;

/// What a driver's account says.
///
/// @param balance earned and not yet paid out
/// @param earned all there ever was
/// @param paidOut sent to the driver's bank
/// @param position how far in the ledger's store the answer has read
record DriverBalance(DriverId driverId, Money balance, Money earned, Money paidOut, long position) {}
