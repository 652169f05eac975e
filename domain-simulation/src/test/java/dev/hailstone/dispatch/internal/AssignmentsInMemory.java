package dev.hailstone.dispatch.internal;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.hailstone.dispatch.internal.AssignmentState.Assigned;
import dev.hailstone.dispatch.internal.AssignmentState.Searching;
import dev.hailstone.simulation.ModuleProcess;
import dev.hailstone.simulation.NoDatabase;
import dev.hailstone.simulation.Table;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.TripId;

/// Assignments in memory, with the keys that they have in the database.
class AssignmentsInMemory extends Assignments {

    private final Table<TripId, Assignment> rows;
    private final BooleanSupplier seesEngaged;

    AssignmentsInMemory(ModuleProcess process, BooleanSupplier seesEngaged) {
        super(JdbcClient.create(new NoDatabase()), new NamedParameterJdbcTemplate(new NoDatabase()));
        this.rows = process.table();
        this.seesEngaged = seesEngaged;
    }

    Collection<Assignment> committed() {
        return rows.committed().values();
    }

    @Override
    boolean add(Assignment assignment) {
        if (rows.get(assignment.tripId()).isPresent()) {
            return false;
        }
        rows.put(assignment.tripId(), assignment);
        return true;
    }

    @Override
    Optional<Assignment> lock(TripId tripId) {
        return rows.get(tripId);
    }

    @Override
    List<Assignment> lock(Collection<TripId> tripIds) {
        return tripIds.stream()
                .sorted(Comparator.comparing(TripId::value))
                .flatMap(tripId -> rows.get(tripId).stream())
                .toList();
    }

    @Override
    void save(Assignment assignment) {
        Optional<DriverId> driver = driverOf(assignment);
        boolean taken = driver.isPresent() && rows.all()
                .stream()
                .anyMatch(other -> !other.tripId().equals(assignment.tripId()) && driverOf(other).equals(driver));
        if (taken) {
            throw new DuplicateKeyException("driver %s would have two trips".formatted(driver));
        }
        rows.put(assignment.tripId(), assignment);
    }

    private Optional<DriverId> driverOf(Assignment assignment) {
        return assignment.state() instanceof Assigned assigned && seesEngaged.getAsBoolean() ? Optional.of(assigned.driver()) : Optional.empty();
    }

    @Override
    void saveAll(List<Assignment> assignments) {
        assignments.forEach(this::save);
    }

    @Override
    List<Assignment> claimDue(Instant now, Instant claimedUntil, int limit) {
        List<Assignment> due = rows.all()
                .stream()
                .filter(assignment -> assignment.state() instanceof Searching search
                        && !search.nextAttemptAt().isAfter(now))
                .sorted(Comparator.comparing(assignment -> searching(assignment).nextAttemptAt()))
                .limit(limit)
                .map(assignment -> claimed(assignment, claimedUntil))
                .toList();
        due.forEach(assignment -> rows.put(assignment.tripId(), assignment));
        return due.stream().sorted(Comparator.comparing(assignment -> searching(assignment).giveUpAt())).toList();
    }

    private static Assignment claimed(Assignment assignment, Instant until) {
        Searching search = searching(assignment);
        return new Assignment(assignment.tripId(), assignment.riderId(),
                new Searching(search.pickup(), search.giveUpAt(), search.attempts() + 1, until));
    }

    private static Searching searching(Assignment assignment) {
        return (Searching) assignment.state();
    }

    @Override
    Optional<Instant> nextAttempt() {
        return rows.all()
                .stream()
                .filter(assignment -> assignment.state() instanceof Searching)
                .map(assignment -> searching(assignment).nextAttemptAt())
                .min(Comparator.naturalOrder());
    }

    @Override
    Set<DriverId> engaged(Collection<DriverId> drivers) {
        Set<DriverId> engaged = new HashSet<>();
        rows.all().forEach(assignment -> driverOf(assignment).filter(drivers::contains).ifPresent(engaged::add));
        return engaged;
    }

    @Override
    Optional<AssignmentView> view(TripId tripId) {
        throw new UnsupportedOperationException();
    }

    @Override
    List<AssignmentView> views(@Nullable Phase phase, int limit) {
        throw new UnsupportedOperationException();
    }
}
