package dev.hailstone.recommendations.internal;

import java.util.List;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.recommendations.SuggestedDestination;

/// Suggests destinations to a rider, by their [Ranking].
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

    /// The best destinations first.
    List<SuggestedDestination> suggest(GeoPoint standing, int hour, int limit) {
        return new Ranking(coVisits).rank(Cell.of(standing), HourBand.of(hour), limit + CELLS_HERE)
                .stream()
                .filter(candidate -> !isHere(candidate.destination(), standing))
                .limit(limit)
                .map(SuggestingDestinations::suggested)
                .toList();
    }

    LearnedModel model() {
        return coVisits.summary();
    }

    private static boolean isHere(Destination destination, GeoPoint standing) {
        return destination.cell().equals(Cell.of(standing)) || destination.place().distanceTo(standing) < HERE;
    }

    private static SuggestedDestination suggested(Candidate candidate) {
        Destination destination = candidate.destination();
        return new SuggestedDestination(destination.place(), candidate.score(), destination.arrivals().total());
    }
}
