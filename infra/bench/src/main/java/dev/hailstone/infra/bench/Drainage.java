package dev.hailstone.infra.bench;

/// What draining a backlog has cost the process that did it.
///
/// @param events of the backlog
/// @param retainedHeap the most that any garbage collection has left in use, in bytes
record Drainage(String side, long events, long retainedHeap) {}
