package dev.hailstone.trips.internal;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

import jakarta.persistence.Version;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.domain.DeleteSpecification;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.data.jpa.domain.UpdateSpecification;

import dev.hailstone.simulation.ModuleProcess;
import dev.hailstone.simulation.Table;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

/// Trips as the persistence provider keeps them: within a transaction there is one object for each, and what was changed
/// of it is written before the commit.
final class TripsInMemory implements Trips {

    private static final List<Field> COLUMNS = Arrays.stream(Trip.class.getDeclaredFields())
            .filter(field -> !Modifier.isStatic(field.getModifiers()))
            .peek(field -> field.setAccessible(true))
            .toList();
    private static final Field VERSION = COLUMNS.stream()
            .filter(field -> field.isAnnotationPresent(Version.class))
            .findAny()
            .orElseThrow();

    private final Table<TripId, Trip> rows;
    private final ModuleProcess process;
    private final Map<TripId, Trip> managed = new LinkedHashMap<>();

    TripsInMemory(ModuleProcess process) {
        this.rows = process.table();
        this.process = process;
    }

    Stream<Trip> committed() {
        return rows.committed().values().stream();
    }

    @Override
    public Trip saveAndFlush(Trip trip) {
        boolean second = isOpen(trip) && openTripOf(trip.rider()).isPresent();
        if (second || rows.get(trip.id()).isPresent()) {
            throw new DataIntegrityViolationException("the rider has another open trip, or the trip is there already");
        }
        manage(trip);
        set(VERSION, trip, 0);
        rows.put(trip.id(), copy(trip));
        return trip;
    }

    @Override
    public Optional<Trip> findById(TripId id) {
        Trip known = managed.get(id);
        return known == null ? rows.get(id).map(TripsInMemory::copy).map(this::manage) : Optional.of(known);
    }

    @Override
    public List<Trip> lock(Collection<UUID> ids) {
        return ids.stream().sorted().map(TripId::new).flatMap(id -> findById(id).stream()).toList();
    }

    @Override
    public Optional<Trip> read(TripId id) {
        return findById(id);
    }

    @Override
    public Optional<Trip> openTripOf(RiderId rider) {
        flush();
        return rows.all()
                .filter(trip -> trip.rider().equals(rider) && isOpen(trip))
                .findAny()
                .flatMap(trip -> findById(trip.id()));
    }

    @Override
    public List<Trip> openTripsOf(Collection<String> drivers) {
        flush();
        return rows.all()
                .filter(trip -> isOneOf(drivers, trip.driver()))
                .filter(trip -> trip.endedAt() == null)
                .sorted(Comparator.comparing(trip -> trip.id().value()))
                .flatMap(trip -> findById(trip.id()).stream())
                .toList();
    }

    private static boolean isOneOf(Collection<String> drivers, @Nullable DriverId driver) {
        return driver != null && drivers.contains(driver.value());
    }

    @Override
    public List<TripId> due(Instant now, Limit limit) {
        flush();
        return rows.all()
                .filter(trip -> !due(trip).isAfter(now))
                .sorted(Comparator.comparing(TripsInMemory::due))
                .limit(limit.max())
                .map(Trip::id)
                .toList();
    }

    private static Instant due(Trip trip) {
        return Objects.requireNonNullElse(trip.dueAt(), Instant.MAX);
    }

    private Trip manage(Trip trip) {
        if (managed.isEmpty()) {
            process.transactions().flushing(this::flush);
            process.transactions().ending(managed::clear);
        }
        managed.put(trip.id(), trip);
        return trip;
    }

    private void flush() {
        managed.forEach((id, trip) -> {
            Trip row = rows.get(id).orElseThrow();
            if (!COLUMNS.stream().allMatch(column -> Objects.equals(get(column, trip), get(column, row)))) {
                set(VERSION, trip, trip.version() + 1);
                rows.put(id, copy(trip));
                requireOneOpenTrip(trip);
            }
        });
    }

    private void requireOneOpenTrip(Trip trip) {
        if (isOpen(trip) && rows.all()
                .filter(other -> isOpen(other) && other.rider().equals(trip.rider()))
                .count() > 1) {
            throw new DataIntegrityViolationException("rider %s has two open trips".formatted(trip.rider()));
        }
    }

    private static boolean isOpen(Trip trip) {
        return trip.endedAt() == null && trip.phase() != Phase.SCHEDULED;
    }

    private static Trip copy(Trip trip) {
        Trip copy = new Trip();
        COLUMNS.forEach(column -> set(column, copy, get(column, trip)));
        return copy;
    }

    private static @Nullable Object get(Field column, Trip trip) {
        try {
            return column.get(trip);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void set(Field column, Trip trip, @Nullable Object value) {
        try {
            column.set(trip, value);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    // What only lists of trips need, for people who look at them.

    @Override
    public Optional<Trip> findOne(Specification<Trip> wanted) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Trip> findAll(@Nullable Specification<Trip> wanted) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Page<Trip> findAll(@Nullable Specification<Trip> wanted, Pageable page) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Page<Trip> findAll(@Nullable Specification<Trip> wanted, @Nullable Specification<Trip> counted,
            Pageable page) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Trip> findAll(@Nullable Specification<Trip> wanted, Sort sort) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long count(@Nullable Specification<Trip> wanted) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean exists(Specification<Trip> wanted) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long update(UpdateSpecification<Trip> wanted) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long delete(DeleteSpecification<Trip> wanted) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <S extends Trip, R extends @Nullable Object> R findBy(Specification<Trip> wanted,
            Function<? super SpecificationFluentQuery<S>, R> query) {
        throw new UnsupportedOperationException();
    }
}
