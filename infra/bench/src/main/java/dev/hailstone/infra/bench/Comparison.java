package dev.hailstone.infra.bench;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// Two sides that were measured in turn, A B B A.
///
/// @param what was measured, for people
/// @param unit of the two sides' figures
/// @param goal of the ratio, or null
record Comparison(String what, String subject, String baseline, String unit, @Nullable Goal goal, List<Pair> pairs) {

    /// A wider range, as a part of the median, makes the whole comparison void.
    static final double WIDEST = 0.25;

    Comparison {
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured of " + what);
        }
        pairs = List.copyOf(pairs);
    }

    double median() {
        List<Double> sorted = ratios();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    double lowest() {
        return ratios().getFirst();
    }

    double highest() {
        return ratios().getLast();
    }

    /// The range as a part of the median.
    double spread() {
        return (highest() - lowest()) / median();
    }

    /// [Verdict#VOID] if the pairs do not agree with each other.
    Verdict verdict() {
        if (!(spread() <= WIDEST)) {
            return Verdict.VOID;
        }
        return goal == null ? Verdict.NO_GOAL : goal.judge(median());
    }

    private List<Double> ratios() {
        return pairs.stream().map(Pair::ratio).sorted().toList();
    }

    /// One measurement of each side, next to each other in time.
    record Pair(double subject, double baseline) {

        double ratio() {
            return subject / baseline;
        }
    }
}
