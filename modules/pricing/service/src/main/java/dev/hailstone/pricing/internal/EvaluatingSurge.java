package dev.hailstone.pricing.internal;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import dev.hailstone.pricing.SurgeChanged;

/// Turns the traffic of a sliding window into the price levels of cells, and tells what changed.
///
/// It is a function of the counts, the factors and the time, and one process at a time does it: another one that comes
/// right after it finds nothing to change.
@Component
class EvaluatingSurge {

    private final TrafficCounts counts;
    private final SurgeFactors factors;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final SurgePolicy policy;
    private final Duration window;

    EvaluatingSurge(TrafficCounts counts, SurgeFactors factors, ApplicationEventPublisher events, Clock clock,
            PricingSettings settings) {
        this.counts = counts;
        this.factors = factors;
        this.events = events;
        this.clock = clock;
        this.policy = settings.surge().policy();
        this.window = settings.surge().window();
    }

    @Transactional
    void evaluate() {
        Instant now = clock.instant();
        Instant from = now.minus(window).truncatedTo(ChronoUnit.MINUTES);
        Map<Cell, BigDecimal> current = new TreeMap<>();
        factors.lockAll().forEach(surge -> current.put(surge.cell(), surge.factor()));
        Map<Cell, Traffic> traffic = counts.since(from);
        apply(changes(current, traffic, now));
        // Not exactly those that no longer count: transactions may be adding to the eldest slot right now.
        counts.forgetBefore(from.minus(window));
    }

    private List<SurgeFactor> changes(Map<Cell, BigDecimal> current, Map<Cell, Traffic> traffic, Instant now) {
        TreeSet<Cell> cells = new TreeSet<>(current.keySet());
        cells.addAll(traffic.keySet());
        List<SurgeFactor> changes = new ArrayList<>();
        for (Cell cell : cells) {
            BigDecimal before = current.getOrDefault(cell, BigDecimal.ONE);
            BigDecimal after = policy.next(before, traffic.getOrDefault(cell, Traffic.NONE));
            if (after.compareTo(before) != 0) {
                changes.add(new SurgeFactor(cell, after, now));
            }
        }
        return changes;
    }

    private void apply(List<SurgeFactor> changes) {
        List<SurgeFactor> raised = changes.stream().filter(EvaluatingSurge::isAboveTariff).toList();
        List<Cell> calmed = changes.stream().filter(change -> !isAboveTariff(change)).map(SurgeFactor::cell).toList();
        if (!raised.isEmpty()) {
            factors.raise(raised);
        }
        if (!calmed.isEmpty()) {
            factors.calm(calmed);
        }
        for (SurgeFactor change : changes) {
            events.publishEvent(new SurgeChanged(change.cell().name(), change.factor(), change.since()));
        }
    }

    private static boolean isAboveTariff(SurgeFactor surge) {
        return surge.factor().compareTo(BigDecimal.ONE) > 0;
    }
}
