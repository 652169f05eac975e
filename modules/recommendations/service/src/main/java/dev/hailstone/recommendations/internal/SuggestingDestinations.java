package dev.hailstone.recommendations.internal;

import java.util.Comparator;
import java.util.List;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.recommendations.SuggestedDestination;

/// Ranks destinations for a rider by [Likelihood].
@Service
@Transactional(readOnly = true)
class SuggestingDestinations {

    /// A destination nearer than this is where the rider stands.
    private static final double HERE = 200;

    /// No more cells than this can have their mean that near: a circle of 200 m touches three rows and three columns.
    private static final int CELLS_HERE = 9;

    private final CoVisits coVisits;

    SuggestingDestinations(CoVisits coVisits) {
        this.coVisits = coVisits;
    }

    /// The likeliest destinations first. Equally likely ones are ordered by popularity, then by cell, so that the same
    /// question has the same answer.
    List<SuggestedDestination> suggest(GeoPoint standing, int hour, int limit) {
        // A destination that is neither visited from here nor among these is less likely than each of these.
        Evidence evidence = coVisits.from(Cell.of(standing), HourBand.of(hour), limit + CELLS_HERE);
        Likelihood likelihood = new Likelihood(evidence);
        return evidence.destinations()
                .stream()
                .filter(destination -> !isHere(destination, standing))
                .sorted(Comparator.comparingDouble(likelihood::of)
                        .reversed()
                        .thenComparing(Comparator.comparingLong(Destination::arrivals).reversed())
                        .thenComparing(destination -> destination.cell().toString()))
                .limit(limit)
                .map(destination -> new SuggestedDestination(destination.place(), likelihood.of(destination),
                        destination.arrivals()))
                .toList();
    }

    LearnedModel model() {
        return coVisits.summary();
    }

    private static boolean isHere(Destination destination, GeoPoint standing) {
        return destination.cell().equals(Cell.of(standing)) || destination.place().distanceTo(standing) < HERE;
    }
}
