package dev.hailstone.dispatch.internal;

import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import dev.hailstone.dispatch.internal.AnsweringOffers.Answer;
import dev.hailstone.dispatch.internal.AnsweringOffers.Outcome;
import dev.hailstone.simulation.ModuleProcess;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.TripId;

/// The module dispatch over tables in memory.
public final class SimulatedDispatch {

    private final ModuleProcess process;
    private final AssignmentsInMemory assignments;

    /// @param seesEngaged false for the bug that drivers may have two trips
    public SimulatedDispatch(ModuleProcess process, BooleanSupplier seesEngaged) {
        this.process = process;
        Acceptances acceptances = new AcceptancesInMemory(process);
        this.assignments = new AssignmentsInMemory(process, acceptances, seesEngaged);
        process.port(acceptances);
        process.port(assignments);
        process.repeat(SearchLoop.class);
    }

    /// @return whether the answer counts
    public boolean answer(TripId trip, DriverId driver, boolean accepted) {
        return process.get(AnsweringOffers.class)
                .answer(trip, driver, accepted ? Answer.ACCEPTED : Answer.REFUSED) == Outcome.ANSWERED;
    }

    /// Lets the driver say whether they accept whatever comes.
    public void choose(DriverId driver, boolean autoAccept) {
        var _ = process.get(TakingOffers.class).choose(driver, autoAccept);
    }

    /// How each search stands: the name of its phase.
    public Map<TripId, String> states() {
        return assignments.committed()
                .stream()
                .collect(Collectors.toMap(Assignment::tripId, it -> it.phase().toString()));
    }
}
