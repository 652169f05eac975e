package dev.hailstone.ledger.internal;

/// How far the bookkeeper is.
///
/// @param position the last one that is in the read models
/// @param generation of the read models that readers look at
record Head(long position, int generation) {}
