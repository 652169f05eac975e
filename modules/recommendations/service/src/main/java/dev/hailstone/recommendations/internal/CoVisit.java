package dev.hailstone.recommendations.internal;

/// Two places that rides have joined.
///
/// @param rides from the one to the other, at least one
record CoVisit(Cell origin, Cell destination, long rides) {}
