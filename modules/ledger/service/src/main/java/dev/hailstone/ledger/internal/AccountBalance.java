package dev.hailstone.ledger.internal;

import dev.hailstone.kernel.Money;

/// What a statement says an account had at some point.
///
/// @param account its code
/// @param balance positive: the owner's money; negative: the owner owes. A driver who is not paid out for long has more than one
///         amount may be
/// @param held set aside for open trips
/// @param position how far in the ledger's store the answer has read
record AccountBalance(String account, Sum balance, Money held, long position) {}
