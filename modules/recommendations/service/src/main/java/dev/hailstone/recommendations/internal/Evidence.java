package dev.hailstone.recommendations.internal;

import java.util.List;

/// All that is known for one rider's question: every destination reached from their cell, and the most popular ones.
///
/// @param arrivals everywhere, from anywhere
record Evidence(List<Destination> destinations, long arrivals) {

    /// From the rider's cell, at any time of day.
    long rides() {
        return destinations.stream().mapToLong(Destination::rides).sum();
    }

    /// From the rider's cell at the rider's time of day.
    long ridesInBand() {
        return destinations.stream().mapToLong(Destination::ridesInBand).sum();
    }
}
