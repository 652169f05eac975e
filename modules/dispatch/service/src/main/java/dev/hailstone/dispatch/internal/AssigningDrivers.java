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
import java.util.stream.Collectors;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import dev.hailstone.dispatch.DriverAssigned;
import dev.hailstone.dispatch.NoDriverFound;
import dev.hailstone.dispatch.internal.AssignmentState.Searching;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.tracking.NearbyDriver;
import dev.hailstone.trips.TripId;

/// The transactions of a search: take up what is due, then assign who was found, or look again later.
@Component
@Transactional
class AssigningDrivers {

    private final Assignments assignments;
    private final DispatchSettings settings;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    AssigningDrivers(Assignments assignments, DispatchSettings settings, ApplicationEventPublisher events,
            Clock clock) {
        this.assignments = assignments;
        this.settings = settings;
        this.events = events;
        this.clock = clock;
    }

    /// Takes up a batch of due searches; no other round will, until the claim runs out.
    List<Assignment> takeUp() {
        Instant now = clock.instant();
        return assignments.claimDue(now, now.plus(settings.claimFor()), settings.batchSize());
    }

    /// When the next search is due, if there is one.
    @Transactional(readOnly = true)
    Optional<Instant> nextAttempt() {
        return assignments.nextAttempt();
    }

    /// Gives each trip that is still searching its nearest candidate who has no trip. In one batch, who is first gets a driver
    /// first.
    ///
    /// @return the trips for which no candidate was left
    /// @throws org.springframework.dao.DuplicateKeyException if another process has just assigned one of the drivers
    Set<TripId> assign(List<Search> searches) {
        Map<TripId, Assignment> waiting = lockSearching(searches.stream().map(Search::tripId).toList());
        Set<DriverId> engaged = new HashSet<>(assignments.engaged(searches.stream()
                .flatMap(search -> search.candidates().stream())
                .map(NearbyDriver::driverId)
                .collect(Collectors.toSet())));
        Instant now = clock.instant();
        List<Assignment> assigned = new ArrayList<>();
        for (Search search : searches) {
            Assignment assignment = waiting.get(search.tripId());
            if (assignment == null) {
                continue;
            }
            search.nearestBut(engaged).ifPresent(driver -> {
                engaged.add(driver.driverId());
                waiting.remove(search.tripId());
                assigned.add(assignment.assign(driver, now));
                events.publishEvent(new DriverAssigned(assignment.tripId(), assignment.riderId(), driver.driverId(),
                        driver.distanceMetres(), now));
            });
        }
        assignments.saveAll(assigned);
        return waiting.keySet();
    }

    /// Lets trips for which nobody was found wait for the next attempt, or gives up those whose time is over.
    void postpone(Collection<TripId> tripIds) {
        Instant now = clock.instant();
        List<Assignment> postponed = lockSearching(tripIds).values()
                .stream()
                .map(search -> search.postpone(now, settings))
                .toList();
        assignments.saveAll(postponed);
        postponed.stream()
                .filter(search -> search.phase() == Phase.GIVEN_UP)
                .forEach(search -> events.publishEvent(new NoDriverFound(search.tripId(), search.riderId(), now)));
    }

    /// Trips whose search has been withdrawn while drivers were looked for drop out here.
    private Map<TripId, Assignment> lockSearching(Collection<TripId> tripIds) {
        return assignments.lock(tripIds)
                .stream()
                .filter(assignment -> assignment.state() instanceof Searching)
                .collect(Collectors.toMap(Assignment::tripId, Function.identity(), (one, _) -> one, HashMap::new));
    }
}
