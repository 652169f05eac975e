package dev.hailstone.recommendations.internal;

import java.util.Comparator;

/// A destination, and how much speaks for it.
///
/// @param score comparable among the candidates of one ranking; higher is better
record Candidate(Destination destination, double score) {

    /// Equally good ones are ordered by popularity, then by cell, so that the same question has the same answer.
    static final Comparator<Candidate> BEST_FIRST = Comparator.comparingDouble(Candidate::score)
            .reversed()
            .thenComparing(Comparator.<Candidate>comparingLong(it -> it.destination().arrivals().total()).reversed())
            .thenComparing(candidate -> candidate.destination().cell());
}
