package dev.hailstone.dispatch.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

import dev.hailstone.dispatch.internal.AssignmentState.Searching;
import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.tracking.DriverLocator;
import dev.hailstone.trips.TripId;

/// Searches drivers for the trips that wait for one, a batch a round.
///
/// Tracking is asked outside transactions. While it cannot be asked, trips wait as if nobody were near. It may take its
/// time to fail, and meanwhile no offer expires and nobody gives up; so the first failure ends the asking of a round.
@Component
class SearchingDrivers {

    private static final Logger LOG = LoggerFactory.getLogger(SearchingDrivers.class);

    /// Candidates to ask for within the first radius; with each wider one, twice as many. More than one, for tracking learns
    /// of an assignment a moment later than dispatch, and may still offer drivers who have a trip.
    private static final int CANDIDATES = 10;
    private static final int MOST_CANDIDATES = 100;

    private final AssigningDrivers assigning;
    private final DriverLocator locator;
    private final DispatchSettings settings;

    SearchingDrivers(AssigningDrivers assigning, DriverLocator locator, DispatchSettings settings) {
        this.assigning = assigning;
        this.locator = locator;
        this.settings = settings;
    }

    /// One attempt for each of a batch of due searches.
    ///
    /// @return how many there were; 0 if nothing is due
    int round() {
        List<Assignment> due = assigning.takeUp();
        Asking asking = new Asking();
        List<Assignment> unserved = due;
        int candidates = CANDIDATES;
        for (double radiusMetres : settings.radiiMetres()) {
            if (unserved.isEmpty() || asking.failedFor != null) {
                break;
            }
            unserved = serve(unserved, asking, radiusMetres, candidates);
            candidates = Math.min(2 * candidates, MOST_CANDIDATES);
        }
        if (!unserved.isEmpty()) {
            List<TripId> waiting = unserved.stream().map(Assignment::tripId).toList();
            if (asking.failedFor == null) {
                assigning.postpone(waiting);
            } else {
                assigning.putBack(waiting, asking.failedFor);
            }
        }
        return due.size();
    }

    /// @return who is still unserved
    private List<Assignment> serve(List<Assignment> unserved, Asking asking, double radiusMetres, int candidates) {
        List<Search> searches = unserved.stream().map(it -> asking.search(it, radiusMetres, candidates)).toList();
        List<Search> promising = searches.stream().filter(search -> !search.candidates().isEmpty()).toList();
        if (promising.isEmpty()) {
            return unserved;
        }
        Set<TripId> waiting = assign(promising);
        searches.stream().filter(search -> search.candidates().isEmpty()).map(Search::tripId).forEach(waiting::add);
        return unserved.stream().filter(assignment -> waiting.contains(assignment.tripId())).toList();
    }

    /// @return the trips for which no candidate was left
    private Set<TripId> assign(List<Search> searches) {
        try {
            return new HashSet<>(assigning.assign(searches));
        } catch (DuplicateKeyException | ConcurrencyFailureException _) {
            // Another process has just assigned one of these drivers. By itself, each trip sees that or is not concerned.
            Set<TripId> waiting = new HashSet<>();
            searches.forEach(search -> waiting.addAll(assignAlone(search)));
            return waiting;
        }
    }

    private Set<TripId> assignAlone(Search search) {
        try {
            return assigning.assign(List.of(search));
        } catch (DuplicateKeyException | ConcurrencyFailureException _) {
            return Set.of(search.tripId());
        }
    }

    /// What a round asks tracking, until it fails.
    private final class Asking {

        private @Nullable TripId failedFor;

        Search search(Assignment assignment, double radiusMetres, int candidates) {
            if (failedFor == null && assignment.state() instanceof Searching(GeoPoint pickup, _, _, _, _)) {
                try {
                    // The nearest may be those who have declined.
                    int atMost = Math.min(candidates + assignment.declined().size(), MOST_CANDIDATES);
                    return new Search(assignment.tripId(), locator.nearestAvailable(pickup.latitude(),
                            pickup.longitude(), radiusMetres, atMost));
                } catch (RuntimeException away) {
                    failedFor = assignment.tripId();
                    LOG.warn("No drivers could be located for trip {}; it waits for the next attempt", failedFor, away);
                }
            }
            return new Search(assignment.tripId(), List.of());
        }
    }
}
