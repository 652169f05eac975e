package dev.hailstone.infra.bench;

import java.util.List;

/// How much is measured, and how.
///
/// @param events of a load that is measured by its throughput
/// @param rounds pairs of loads, each side once in a pair
/// @param warmUpSeconds that a process works before it is measured
/// @param callers threads that begin transactions
/// @param publicationSeconds of each load with and without events
/// @param latencySeconds of each load at a part of the capacity
/// @param holdSeconds for which another session's transaction stays open
/// @param overloadSeconds of twice the capacity
/// @param backlog events that are drained into the broker
/// @param trips of each load of the whole application
/// @param workerOptions for the JVMs that are measured
record Settings(int events, int rounds, double warmUpSeconds, int callers, double publicationSeconds,
        double latencySeconds, double holdSeconds, double overloadSeconds, int backlog, int trips,
        List<String> workerOptions) {}
