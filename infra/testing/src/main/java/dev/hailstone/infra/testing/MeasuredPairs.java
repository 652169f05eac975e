package dev.hailstone.infra.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/// Two sides that are measured in turn, A B B A; what counts is the median of the pairs' ratios (ADR 0037).
///
/// @param goal of the ratio, or null
/// @param subjects operations a second, sorted
/// @param baselines operations a second, sorted
/// @param ratios of the pairs, sorted
public record MeasuredPairs(String what, String subject, String baseline, @Nullable Double goal, List<Double> subjects,
        List<Double> baselines, List<Double> ratios) {

    /// A wider range, as a part of the median, makes the whole comparison void.
    private static final double WIDEST = 0.25;

    public MeasuredPairs {
        subjects = List.copyOf(subjects);
        baselines = List.copyOf(baselines);
        ratios = List.copyOf(ratios);
    }

    /// Measures in turn.
    ///
    /// @param rounds pairs
    /// @param subject measures one side once, in operations a second
    public static MeasuredPairs of(String what, String subjectName, String baselineName, @Nullable Double goal,
            int rounds,
            Measurement subject, Measurement baseline) throws Exception {
        List<Double> subjects = new ArrayList<>();
        List<Double> baselines = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            double one;
            double other;
            if (round % 2 == 0) {
                one = subject.take();
                other = baseline.take();
            } else {
                other = baseline.take();
                one = subject.take();
            }
            subjects.add(one);
            baselines.add(other);
            ratios.add(one / other);
        }
        return new MeasuredPairs(what, subjectName, baselineName, goal, sorted(subjects), sorted(baselines),
                sorted(ratios));
    }

    /// The head of a Markdown table of [rows][#row].
    public static String head() {
        return """
                | what | subject | a second | baseline | a second | median ratio | range | goal | |
                | --- | --- | --- | --- | --- | --- | --- | --- | --- |
                """;
    }

    /// A row of a Markdown table.
    public String row() {
        return String.format(Locale.ROOT, "| %s | %s | %,.0f | %s | %,.0f | %.2f | %.2f – %.2f | %s | %s |", what,
                subject,
                median(subjects), baseline, median(baselines), median(ratios), ratios.getFirst(), ratios.getLast(),
                goal == null ? "–" : String.format(Locale.ROOT, "≥ %.2f", goal), verdict());
    }

    /// Whether the goal is met; `void` if the pairs do not agree with each other, `–` without a goal.
    public String verdict() {
        double median = median(ratios);
        if (ratios.getLast() - ratios.getFirst() > WIDEST * median) {
            return "void";
        }
        if (goal == null) {
            return "–";
        }
        return median >= goal ? "met" : "not met";
    }

    private static List<Double> sorted(List<Double> values) {
        return values.stream().sorted().toList();
    }

    private static double median(List<Double> sorted) {
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /// One side.
    public interface Measurement {

        /// Measures it once.
        ///
        /// @return operations a second
        double take() throws Exception;
    }
}
