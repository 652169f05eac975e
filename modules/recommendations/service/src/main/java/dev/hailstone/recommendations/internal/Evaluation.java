package dev.hailstone.recommendations.internal;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// How well a ranking foretells where riders go, beside two rankings that a good one has to beat.
///
/// It learns from the first four fifths of some rides and asks about the others: given where and when the ride began, at
/// which place of the answer stands where it ended? An answer has fifty places, as many as the API gives; what it does not
/// contain counts nothing. The place where the rider stands is not left out: in recorded trips a place is a zone, and who
/// rides within one wants to go elsewhere in it.
///
/// @param learned from how many rides
/// @param suggestions of this module
/// @param popularity the places where most rides ended, whoever asks
/// @param popularityByOrigin the places where most rides from there ended; those that are equal, by popularity
record Evaluation(int learned, Score suggestions, Score popularity, Score popularityByOrigin) {

    private static final double LEARNED_SHARE = 0.8;
    private static final int ANSWER = 50;
    private static final int FIRST = 5;

    /// @param rides in the order in which they began, at least five
    /// @throws IllegalArgumentException if there are fewer
    static Evaluation of(List<Ride> rides) {
        if (rides.size() < 5) {
            throw new IllegalArgumentException("only %d of them have known zones".formatted(rides.size()));
        }
        int learned = (int) (rides.size() * LEARNED_SHARE);
        RidesInMemory evidence = new RidesInMemory();
        rides.subList(0, learned).forEach(evidence::learn);
        List<Ride> asked = rides.subList(learned, rides.size());

        Ranking ranking = new Ranking(evidence);
        List<Cell> popular = mostPopular(evidence);
        return new Evaluation(learned, score(asked, ride -> ranking.rank(ride.origin(), ride.band(), ANSWER)
                .stream()
                .map(candidate -> candidate.destination().cell())
                .toList()), score(asked, _ -> popular), score(asked, ride -> byOrigin(evidence, ride, popular)));
    }

    boolean beatsBoth() {
        return suggestions.beats(popularity) && suggestions.beats(popularityByOrigin);
    }

    /// A table for people.
    String text() {
        StringBuilder text = new StringBuilder("Learned from %,d rides, asked about the %,d after them.%n%n".formatted(
                learned, suggestions.asked()));
        text.append("%-28s %10s %22s%n".formatted("", "hit rate@5", "mean reciprocal rank"));
        line(text, "global popularity", popularity);
        line(text, "popularity by pickup zone", popularityByOrigin);
        line(text, "Hailstone's suggestions", suggestions);
        return text.toString();
    }

    private static void line(StringBuilder text, String name, Score score) {
        text.append(String.format(Locale.ROOT, "%-28s %10.4f %22.4f%n", name, score.hitRate(),
                score.meanReciprocalRank()));
    }

    private static List<Cell> mostPopular(Evidence evidence) {
        return evidence.destinations(List.of(), Integer.MAX_VALUE)
                .stream()
                .sorted(Comparator.<Destination>comparingLong(it -> it.arrivals().total())
                        .reversed()
                        .thenComparing(Destination::cell))
                .map(Destination::cell)
                .toList();
    }

    private static List<Cell> byOrigin(Evidence evidence, Ride ride, List<Cell> popular) {
        Map<Cell, Long> rides = new HashMap<>();
        for (CoVisit known : evidence.from(List.of(ride.origin()))) {
            rides.put(known.destination(), known.rides());
        }
        // The sort is stable: equal ones stay in the order of their popularity.
        return popular.stream()
                .sorted(Comparator.<Cell>comparingLong(cell -> rides.getOrDefault(cell, 0L)).reversed())
                .toList();
    }

    private static Score score(List<Ride> asked, Ranker ranker) {
        Map<Question, List<Cell>> answers = new TreeMap<>();
        int hits = 0;
        double reciprocalRanks = 0;
        for (Ride ride : asked) {
            List<Cell> answer = answers.computeIfAbsent(new Question(ride.origin(), ride.band()),
                    _ -> ranker.answer(ride).stream().limit(ANSWER).toList());
            int index = answer.indexOf(ride.destination());
            if (index >= 0) {
                reciprocalRanks += 1.0 / (index + 1);
                hits += index < FIRST ? 1 : 0;
            }
        }
        return new Score(asked.size(), (double) hits / asked.size(), reciprocalRanks / asked.size());
    }

    /// Says where riders go from where and when a ride began. It does not look at where that ended.
    private interface Ranker {

        List<Cell> answer(Ride ride);
    }

    private record Question(Cell origin, HourBand band) implements Comparable<Question> {

        private static final Comparator<Question> ORDER = Comparator.comparing(Question::origin)
                .thenComparing(Question::band);

        @Override
        public int compareTo(Question other) {
            return ORDER.compare(this, other);
        }
    }

    /// @param asked how many questions
    /// @param hitRate the share of answers that have the destination among their first five
    /// @param meanReciprocalRank the mean of one divided by the destination's place in the answer
    record Score(int asked, double hitRate, double meanReciprocalRank) {

        boolean beats(Score other) {
            return hitRate > other.hitRate && meanReciprocalRank > other.meanReciprocalRank;
        }
    }
}
