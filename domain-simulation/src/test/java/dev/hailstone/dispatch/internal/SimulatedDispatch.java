package dev.hailstone.dispatch.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import dev.hailstone.simulation.ModuleProcess;
import dev.hailstone.trips.TripId;

/// The module dispatch over tables in memory.
public final class SimulatedDispatch {

    private final ModuleProcess process;
    private final AssignmentsInMemory assignments;

    /// @param seesEngaged false for the bug that drivers may have two trips
    public SimulatedDispatch(ModuleProcess process, BooleanSupplier seesEngaged) {
        this.process = process;
        this.assignments = new AssignmentsInMemory(process, seesEngaged);
        process.port(assignments);
        process.repeat(this::search);
    }

    private Duration search() {
        if (process.get(SearchingDrivers.class).round() > 0) {
            return Duration.ZERO;
        }
        Duration pause = process.get(DispatchSettings.class).pollInterval();
        Instant now = process.get(Clock.class).instant();
        return process.get(AssigningDrivers.class)
                .nextAttempt()
                .map(next -> Duration.between(now, next))
                .filter(untilNext -> untilNext.compareTo(pause) < 0)
                .map(untilNext -> untilNext.isPositive() ? untilNext : Duration.ofMillis(5))
                .orElse(pause);
    }

    /// How each search stands: the name of its phase.
    public Map<TripId, String> states() {
        Collection<Assignment> all = assignments.committed();
        return all.stream().collect(Collectors.toMap(Assignment::tripId, it -> it.phase().toString()));
    }
}
