package dev.hailstone.infra.bench;

import java.util.ArrayList;
import java.util.List;

/// What has been found so far.
final class Findings {

    private final List<Comparison> comparisons = new ArrayList<>();
    private final List<Timing> timings = new ArrayList<>();
    private final List<Overload> overloads = new ArrayList<>();
    private final List<Drainage> drainages = new ArrayList<>();
    private final List<HistoryCheck> checks = new ArrayList<>();

    void add(Comparison comparison) {
        comparisons.add(comparison);
    }

    void add(Timing timing) {
        timings.add(timing);
    }

    void add(Overload overload) {
        overloads.add(overload);
    }

    void add(Drainage drainage) {
        drainages.add(drainage);
    }

    void add(HistoryCheck check) {
        checks.add(check);
    }

    List<Comparison> comparisons() {
        return comparisons;
    }

    List<Timing> timings() {
        return timings;
    }

    List<Overload> overloads() {
        return overloads;
    }

    List<Drainage> drainages() {
        return drainages;
    }

    List<HistoryCheck> checks() {
        return checks;
    }

    /// Whether no load has lost, doubled or disordered anything.
    boolean passed() {
        return !checks.isEmpty() && checks.stream().allMatch(HistoryCheck::passed);
    }
}
