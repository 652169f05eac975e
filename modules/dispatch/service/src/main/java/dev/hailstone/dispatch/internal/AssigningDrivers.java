package dev.hailstone.dispatch.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import dev.hailstone.dispatch.internal.AssignmentState.Offered;
import dev.hailstone.dispatch.internal.AssignmentState.Searching;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.tracking.NearbyDriver;
import dev.hailstone.trips.TripId;

/// The transactions of a search: take up what is due, then assign or ask who was found, or look again later.
@Component
@Transactional
class AssigningDrivers {

    private final Assignments assignments;
    private final DispatchSettings settings;
    private final Telling telling;
    private final Clock clock;

    AssigningDrivers(Assignments assignments, DispatchSettings settings, Telling telling, Clock clock) {
        this.assignments = assignments;
        this.settings = settings;
        this.telling = telling;
        this.clock = clock;
    }

    /// Takes up a batch of due searches; no other round will, until the claim runs out. An offer that has expired is one.
    ///
    /// @return those that go on
    List<Assignment> takeUp() {
        Instant now = clock.instant();
        Instant claimedUntil = now.plus(settings.claimFor());
        List<Assignment> due = assignments.claimDue(now, claimedUntil, settings.batchSize());
        List<Assignment> expired = due.stream()
                .filter(assignment -> assignment.state() instanceof Offered)
                .map(assignment -> assignment.expire(now, claimedUntil))
                .toList();
        if (expired.isEmpty()) {
            return due;
        }
        assignments.saveAll(expired);
        expired.forEach(telling::ofTheEnd);
        return Stream.concat(due.stream(), expired.stream())
                .filter(assignment -> assignment.state() instanceof Searching)
                .toList();
    }

    /// When the next search is due, if there is one.
    @Transactional(readOnly = true)
    Optional<Instant> nextAttempt() {
        return assignments.nextAttempt();
    }

    /// Gives each trip that is still searching its nearest candidate who is free and has not declined it, or asks them. In
    /// one batch, who is first gets a driver first.
    ///
    /// @return the trips for which no candidate was left
    /// @throws org.springframework.dao.DuplicateKeyException if another process has just assigned one of the drivers
    Set<TripId> assign(List<Search> searches) {
        Map<TripId, Assignment> waiting = lockSearching(searches.stream().map(Search::tripId).toList());
        Assignments.Standing standing = assignments.standing(searches.stream()
                .flatMap(search -> search.candidates().stream())
                .map(NearbyDriver::driverId)
                .collect(Collectors.toSet()));
        Set<DriverId> engaged = new HashSet<>(standing.engaged());
        Instant now = clock.instant();
        List<Assignment> served = new ArrayList<>();
        for (Search search : searches) {
            Assignment assignment = waiting.get(search.tripId());
            if (assignment == null) {
                continue;
            }
            search.nearestBut(engaged, assignment.declined()).ifPresent(driver -> {
                engaged.add(driver.driverId());
                waiting.remove(search.tripId());
                served.add(standing.accepts(driver.driverId(), settings.autoAccept())
                        ? assignment.assign(driver, now)
                        : assignment.offer(driver, now.plus(settings.offerExpiresAfter())));
            });
        }
        assignments.saveAll(served);
        served.forEach(telling::ofTheDriver);
        return waiting.keySet();
    }

    /// Lets trips for which nobody was found wait for the next attempt, or gives up those whose time is over.
    void postpone(Collection<TripId> tripIds) {
        Instant now = clock.instant();
        save(tripIds, search -> search.postpone(now, settings));
    }

    /// Postpones a trip for which nobody could be asked, and lets the others, for which nobody was asked after that, be
    /// taken up again at once; or gives up those whose time is over. So one trip whose question fails does not keep the
    /// others from theirs.
    void putBack(Collection<TripId> tripIds, TripId failed) {
        Instant now = clock.instant();
        save(tripIds, search -> search.tripId().equals(failed) ? search.postpone(now, settings) : search.putBack(now));
    }

    private void save(Collection<TripId> tripIds, UnaryOperator<Assignment> change) {
        List<Assignment> changed = lockSearching(tripIds).values().stream().map(change).toList();
        assignments.saveAll(changed);
        changed.forEach(telling::ofTheEnd);
    }

    /// Trips whose search has been withdrawn while drivers were looked for drop out here.
    private Map<TripId, Assignment> lockSearching(Collection<TripId> tripIds) {
        return assignments.lock(tripIds)
                .stream()
                .filter(assignment -> assignment.state() instanceof Searching)
                .collect(Collectors.toMap(Assignment::tripId, Function.identity(), (one, _) -> one, HashMap::new));
    }
}
