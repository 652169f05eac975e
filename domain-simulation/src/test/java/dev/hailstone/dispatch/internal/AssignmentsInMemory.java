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

import dev.hailstone.dispatch.internal.AssignmentState.Assigned;
import dev.hailstone.dispatch.internal.AssignmentState.Offered;
import dev.hailstone.dispatch.internal.AssignmentState.Searching;
import dev.hailstone.simulation.ModuleProcess;
import dev.hailstone.simulation.Table;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.TripId;

/// Assignments in memory, with the keys that they have in the database.
final class AssignmentsInMemory implements Assignments {

    private final Table<TripId, Row> rows;
    private final Acceptances acceptances;
    private final BooleanSupplier seesEngaged;

    AssignmentsInMemory(ModuleProcess process, Acceptances acceptances, BooleanSupplier seesEngaged) {
        this.rows = process.table();
        this.acceptances = acceptances;
        this.seesEngaged = seesEngaged;
    }

    Collection<Assignment> committed() {
        return rows.committed().values().stream().map(Row::assignment).toList();
    }

    @Override
    public Set<TripId> add(Collection<Assignment> assignments) {
        Set<TripId> added = new HashSet<>();
        for (Assignment assignment : assignments) {
            if (rows.get(assignment.tripId()).isEmpty()) {
                rows.put(assignment.tripId(), Row.of(assignment));
                added.add(assignment.tripId());
            }
        }
        return added;
    }

    @Override
    public Optional<Assignment> lock(TripId tripId) {
        return rows.get(tripId).map(Row::assignment);
    }

    @Override
    public List<Assignment> lock(Collection<TripId> tripIds) {
        return tripIds.stream()
                .sorted(Comparator.comparing(TripId::value))
                .flatMap(tripId -> lock(tripId).stream())
                .toList();
    }

    @Override
    public void save(Assignment assignment) {
        Optional<DriverId> driver = driverOf(assignment);
        boolean taken = driver.isPresent() && rows.all()
                .anyMatch(other -> !other.assignment.tripId().equals(assignment.tripId())
                        && driverOf(other.assignment).equals(driver));
        if (taken) {
            throw new DuplicateKeyException("driver %s would have two trips".formatted(driver));
        }
        rows.put(assignment.tripId(), Row.of(assignment));
    }

    private Optional<DriverId> driverOf(Assignment assignment) {
        return !seesEngaged.getAsBoolean() ? Optional.empty() : switch (assignment.state()) {
            case Assigned assigned -> Optional.of(assigned.driver());
            case Offered offered -> Optional.of(offered.driver());
            case AssignmentState _ -> Optional.empty();
        };
    }

    @Override
    public void saveAll(List<Assignment> assignments) {
        assignments.forEach(this::save);
    }

    @Override
    public List<Assignment> claimDue(Instant now, Instant claimedUntil, int limit) {
        List<Row> due = rows.all()
                .filter(row -> row.dueAt != null && !row.dueAt.isAfter(now))
                .sorted(Comparator.comparing(Row::due))
                .limit(limit)
                .map(row -> row.claimed(claimedUntil))
                .toList();
        due.forEach(row -> rows.put(row.assignment.tripId(), row));
        return due.stream().sorted(Comparator.comparing(Row::giveUpAt)).map(Row::assignment).toList();
    }

    @Override
    public Optional<Instant> nextAttempt() {
        return rows.all().filter(row -> row.dueAt != null).map(Row::due).min(Comparator.naturalOrder());
    }

    @Override
    public Standing standing(Collection<DriverId> drivers) {
        Set<DriverId> engaged = new HashSet<>();
        rows.all()
                .forEach(row -> driverOf(row.assignment).filter(drivers::contains).ifPresent(engaged::add));
        Set<DriverId> accepting = new HashSet<>();
        Set<DriverId> asked = new HashSet<>();
        drivers.forEach(driver -> acceptances.autoAccept(driver)
                .ifPresent(accepts -> (accepts ? accepting : asked).add(driver)));
        return new Standing(engaged, accepting, asked);
    }

    // What only people ask who look at assignments.

    @Override
    public Optional<AssignmentView> view(TripId tripId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<AssignmentView> views(@Nullable Phase phase, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<OfferView> offerTo(DriverId driver) {
        return Optional.empty();
    }

    /// @param dueAt when the next attempt is due, or the offer expires; null if nothing is
    private record Row(Assignment assignment, @Nullable Instant dueAt) {

        static Row of(Assignment assignment) {
            return new Row(assignment, switch (assignment.state()) {
                case Searching search -> search.nextAttemptAt();
                case Offered offer -> offer.expiresAt();
                case AssignmentState _ -> null;
            });
        }

        Row claimed(Instant until) {
            AssignmentState claimed = switch (assignment.state()) {
                case Searching(var pickup, var pickupAt, Instant giveUpAt, int attempts, _) ->
                    new Searching(pickup, pickupAt, giveUpAt, attempts + 1, until);
                case Offered it ->
                    new Offered(it.pickup(), it.pickupAt(), it.giveUpAt(), it.attempts() + 1, it.driver(),
                            it.distanceMetres(), it.expiresAt());
                case AssignmentState other -> other;
            };
            return new Row(new Assignment(assignment.tripId(), assignment.riderId(), assignment.declined(),
                    assignment.trace(), claimed), until);
        }

        Instant due() {
            return dueAt == null ? Instant.MAX : dueAt;
        }

        Instant giveUpAt() {
            return switch (assignment.state()) {
                case Searching search -> search.giveUpAt();
                case Offered offer -> offer.giveUpAt();
                case AssignmentState _ -> Instant.MAX;
            };
        }
    }
}
