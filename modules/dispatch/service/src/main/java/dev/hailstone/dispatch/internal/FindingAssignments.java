package dev.hailstone.dispatch.internal;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import dev.hailstone.trips.TripId;

/// Looks assignments up.
@Component
@Transactional(readOnly = true)
class FindingAssignments {

    private final Assignments assignments;

    FindingAssignments(Assignments assignments) {
        this.assignments = assignments;
    }

    Optional<AssignmentView> find(TripId tripId) {
        return assignments.view(tripId);
    }

    List<AssignmentView> latest(@Nullable Phase phase, int limit) {
        return assignments.views(phase, limit);
    }
}
