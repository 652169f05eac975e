package dev.hailstone.infra.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import dev.hailstone.infra.bench.worker.Outcome.Latency;

/// What was found, for people and for programs.
///
/// @param environment where it was measured
record BenchReport(Map<String, String> environment, Settings settings, Findings findings) {

    private static final double MEBIBYTE = 1024 * 1024;

    /// The same in JSON.
    String json() {
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(new Written(environment, settings, findings.passed(),
                        findings.comparisons().stream().map(Compared::of).toList(),
                        findings.timings().stream().map(Timed::of).toList(),
                        findings.overloads().stream().map(Overloaded::of).toList(), findings.drainages(),
                        findings.checks()));
    }

    String markdown() {
        StringBuilder text = new StringBuilder("# The event transport, measured\n\n");
        environment.forEach((what, value) -> text.append("- %s: %s\n".formatted(what, value)));
        text.append("- %s\n\n".formatted(settings));
        comparisons(text);
        timings(text);
        overloads(text);
        drainages(text);
        checks(text);
        return text.toString();
    }

    private void comparisons(StringBuilder text) {
        if (findings.comparisons().isEmpty()) {
            return;
        }
        text.append("""
                ## Ratios

                The median of the pairs' ratios, measured in turn A B B A. A comparison whose range is wider than a \
                quarter of its median is void.

                | what | A | B | A / B | range | goal | |
                | --- | --- | --- | ---: | --- | --- | --- |
                """);
        for (Comparison each : findings.comparisons()) {
            text.append(row("| %s | %s | %s | %.2f | %.2f – %.2f | %s | %s |", each.what(), each.subject(),
                    each.baseline(), each.median(), each.lowest(), each.highest(), goal(each.goal()),
                    each.verdict()));
        }
        text.append("""

                The figures behind them, which depend on the machine:

                | what | A | B | unit |
                | --- | --- | --- | --- |
                """);
        for (Comparison each : findings.comparisons()) {
            text.append(row("| %s | %s | %s | %s |", each.what(),
                    figures(each.pairs().stream().map(Comparison.Pair::subject).toList()),
                    figures(each.pairs().stream().map(Comparison.Pair::baseline).toList()), each.unit()));
        }
        text.append('\n');
    }

    private void timings(StringBuilder text) {
        if (findings.timings().isEmpty()) {
            return;
        }
        text.append("""
                ## From published to applied

                In milliseconds, from when a transaction was due until its effects at a consumer were committed.

                | side | load | transactions/s | median | 90 % | 99 % | 99.9 % | longest | goal | |
                | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- |
                """);
        for (Timing each : findings.timings()) {
            Latency latency = each.latency();
            text.append(row("| %s | %.0f %% | %.0f | %.2f | %.2f | %.2f | %.2f | %.2f | %s | %s |", each.side(),
                    100 * each.part(), each.perSecond(), latency.median(), latency.p90(), latency.p99(),
                    latency.p999(), latency.longest(), goal(each.goal()), each.verdict()));
        }
        text.append('\n');
    }

    private void overloads(StringBuilder text) {
        if (findings.overloads().isEmpty()) {
            return;
        }
        text.append(
                """
                        ## Twice the capacity

                        Events a second, counted at every consumer.

                        | side | peak | due | committed | applied | applied / peak | goal | | drained after | heap, most after a collection | heap, afterwards |
                        | --- | ---: | ---: | ---: | ---: | ---: | --- | --- | ---: | ---: | ---: |
                        """);
        for (Overload each : findings.overloads()) {
            text.append(row(
                    "| %s | %.0f | %.0f | %.0f | %.0f | %.2f | %s | %s | %.1f s | %.0f MiB | %.0f MiB |",
                    each.side(), each.peak(), each.offered(), each.accepted(), each.goodput(), each.ratio(),
                    Overload.GOAL, each.verdict(), each.drainSeconds(), each.retainedHeap() / MEBIBYTE,
                    each.heapAfterwards() / MEBIBYTE));
        }
        text.append('\n');
    }

    private void drainages(StringBuilder text) {
        if (findings.drainages().isEmpty()) {
            return;
        }
        text.append("""
                ## Draining a backlog

                What garbage collections have left in use in the process that did it, at most.

                | side | events | heap, most after a collection |
                | --- | ---: | ---: |
                """);
        for (Drainage each : findings.drainages()) {
            text.append(row("| %s | %d | %.0f MiB |", each.side(), each.events(), each.retainedHeap() / MEBIBYTE));
        }
        text.append('\n');
    }

    private void checks(StringBuilder text) {
        text.append("""
                ## Correctness

                After every load, over everything that its process has carried: %d checks, %s.

                """.formatted(findings.checks().size(), findings.passed() ? "all passed" : "**some failed**"));
        text.append("""
                | side | checks | events | lost | doubled | unexpected | reordered | difference | |
                | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |
                """);
        findings.checks()
                .stream()
                .collect(Collectors.groupingBy(HistoryCheck::side, TreeMap::new, Collectors.toList()))
                .forEach((side, checks) -> text.append(row("| %s | %d | %d | %d | %d | %d | %s | %d | %s |", side,
                        checks.size(), most(checks, HistoryCheck::expected), most(checks, HistoryCheck::lost),
                        most(checks, HistoryCheck::doubled), most(checks, HistoryCheck::unexpected),
                        reordered(checks), most(checks, check -> Math.abs(check.difference())),
                        checks.stream().allMatch(HistoryCheck::passed) ? "passed" : "**failed**")));
    }

    private static String reordered(List<HistoryCheck> checks) {
        long most = most(checks, HistoryCheck::reordered);
        return checks.getFirst().ordered() ? String.valueOf(most) : most + " (no order promised)";
    }

    private static long most(List<HistoryCheck> checks, ToLongFunction<HistoryCheck> figure) {
        return checks.stream().mapToLong(figure).max().orElse(0);
    }

    private static String figures(List<Double> figures) {
        return figures.stream()
                .map(figure -> String.format(Locale.ROOT, figure < 100 ? "%.2f" : "%.0f", figure))
                .collect(Collectors.joining(", "));
    }

    private static String goal(@Nullable Goal goal) {
        return goal == null ? "" : goal.toString();
    }

    @SuppressWarnings("AnnotateFormatMethod") // The annotation is in a library of its own.
    private static String row(String format, Object... cells) {
        return String.format(Locale.ROOT, format, cells) + "\n";
    }

    private record Written(Map<String, String> environment, Settings settings, boolean passed,
            List<Compared> comparisons, List<Timed> timings, List<Overloaded> overloads, List<Drainage> drainages,
            List<HistoryCheck> checks) {}

    private record Compared(Comparison comparison, double median, double lowest, double highest, double spread,
            Verdict verdict) {

        static Compared of(Comparison comparison) {
            return new Compared(comparison, comparison.median(), comparison.lowest(), comparison.highest(),
                    comparison.spread(), comparison.verdict());
        }
    }

    private record Timed(Timing timing, Verdict verdict) {

        static Timed of(Timing timing) {
            return new Timed(timing, timing.verdict());
        }
    }

    private record Overloaded(Overload overload, double ratio, Verdict verdict) {

        static Overloaded of(Overload overload) {
            return new Overloaded(overload, overload.ratio(), overload.verdict());
        }
    }
}
