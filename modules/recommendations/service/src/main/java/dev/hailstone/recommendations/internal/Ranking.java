package dev.hailstone.recommendations.internal;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Ranks destinations for a rider by what earlier riders did: item-based collaborative filtering, with the time of day as
/// context and popularity as fallback.
///
/// What item-based filtering calls a user is a ride here, and its items are the two places that it joins. Two places are
/// similar by the cosine of their columns in the matrix of rides and places:
/// ```
/// s(a, b) = rides between a and b, either way / √(stops at a · stops at b)
/// ```
/// as in Sarwar, Karypis, Konstan, Riedl: *Item-based collaborative filtering recommendation algorithms* (2001).
/// From wide to narrow there are three views of where riders go from a place `o`, each smoothed by the wider one (a
/// Dirichlet prior); the narrowest is multiplied by how much the hour is an hour of the destination `d`:
/// ```
/// anywhere         p₀ = arrivals at d / all arrivals
/// similar places   p₁ = (Σ s(o, z) · rides z→d + 2 · p₀) / (Σ s(o, z) · rides z→anywhere + 2)    over the ten nearest z
/// here             p₂ = (rides o→d + ½ · rides d→o + 40 · p₁) / (rides o→anywhere + ½ · rides anywhere→o + 40)
/// this hour        l  = (arrivals at d in band + 50) / (arrivals at d · all arrivals in band / all arrivals + 50)
/// score               = p₂ · l
/// ```
/// Where nothing is known of `o` the score is the popularity at that hour; where much is known, it follows the frequency.
/// The constants were chosen on the first four fifths of the recorded trips; the evaluation is on the last.
final class Ranking {

    /// How many similar places are asked. More of them are less similar.
    private static final int NEIGHBOURS = 10;
    /// How many rides of similar places the popularity is worth.
    private static final double POPULARITY_PRIOR = 2;
    /// How many rides from here the similar places are worth.
    private static final double NEIGHBOURS_PRIOR = 40;
    /// How many arrivals are to be seen before the time of day counts half.
    private static final double HOUR_PRIOR = 50;
    /// Who came from there may want to go back, though not as surely as others who went there.
    private static final double WAY_BACK = 0.5;

    private final Evidence evidence;

    Ranking(Evidence evidence) {
        this.evidence = evidence;
    }

    /// All destinations for which something speaks, best first: those joined to the place or to one of its similar places
    /// by a ride, and the most popular ones.
    ///
    /// @param popular how many of the latter. One that is left out would only follow because of its hours
    List<Candidate> rank(Cell standing, HourBand band, int popular) {
        Arrivals everywhere = evidence.arrivals();
        if (everywhere.total() == 0) {
            // Also when the first ride is learned between this question and the next ones.
            return List.of();
        }
        Rides fromHere = new Rides();
        SortedMap<Cell, Long> between = new TreeMap<>();
        for (CoVisit known : evidence.touching(standing)) {
            if (known.origin().equals(standing)) {
                fromHere.add(known.destination(), (double) known.rides());
                between.merge(known.destination(), known.rides(), Long::sum);
            }
            if (known.destination().equals(standing)) {
                fromHere.add(known.origin(), WAY_BACK * known.rides());
                between.merge(known.origin(), known.rides(), Long::sum);
            }
        }
        between.remove(standing);
        Rides fromSimilar = fromPlacesLike(standing, between);
        Set<Cell> joined = new HashSet<>(fromHere.destinations());
        joined.addAll(fromSimilar.destinations());
        return evidence.destinations(joined, popular).stream().map(destination -> {
            double anywhere = (double) destination.arrivals().total() / everywhere.total();
            double similar = fromSimilar.share(destination.cell(), POPULARITY_PRIOR, anywhere);
            double here = fromHere.share(destination.cell(), NEIGHBOURS_PRIOR, similar);
            return new Candidate(destination, here * lift(destination.arrivals(), everywhere, band));
        }).sorted(Candidate.BEST_FIRST).toList();
    }

    private Rides fromPlacesLike(Cell standing, SortedMap<Cell, Long> between) {
        Rides rides = new Rides();
        if (!between.isEmpty()) {
            Map<Cell, Double> neighbours = neighbours(standing, between);
            for (CoVisit known : evidence.from(neighbours.keySet())) {
                rides.add(known.destination(), neighbours.getOrDefault(known.origin(), 0.0) * known.rides());
            }
        }
        return rides;
    }

    private Map<Cell, Double> neighbours(Cell standing, SortedMap<Cell, Long> between) {
        Set<Cell> places = new HashSet<>(between.keySet());
        places.add(standing);
        Map<Cell, Long> stops = evidence.stops(places);
        double here = stops.getOrDefault(standing, 1L);
        Map<Cell, Double> similarities = new TreeMap<>();
        between.forEach((place, rides) -> similarities.put(place,
                rides / Math.sqrt(here * stops.getOrDefault(place, 1L))));
        Map<Cell, Double> nearest = new HashMap<>();
        similarities.entrySet()
                .stream()
                .sorted(Map.Entry.<Cell, Double>comparingByValue(Comparator.reverseOrder()))
                .limit(NEIGHBOURS)
                .forEach(similar -> nearest.put(similar.getKey(), similar.getValue()));
        return nearest;
    }

    /// How much more riders arrive there at this time of day than they would if all hours were alike.
    private static double lift(Arrivals here, Arrivals everywhere, HourBand band) {
        double usual = (double) here.total() * everywhere.in(band) / everywhere.total();
        return (here.in(band) + HOUR_PRIOR) / (usual + HOUR_PRIOR);
    }

    /// Rides to destinations, weighed.
    private static final class Rides {

        private final Map<Cell, Double> weights = new HashMap<>();
        private double total;

        void add(Cell destination, double weight) {
            weights.merge(destination, weight, Double::sum);
            total += weight;
        }

        Set<Cell> destinations() {
            return weights.keySet();
        }

        /// @param prior how many rides the expected share is worth
        double share(Cell destination, double prior, double expected) {
            return (weights.getOrDefault(destination, 0.0) + prior * expected) / (total + prior);
        }
    }
}
