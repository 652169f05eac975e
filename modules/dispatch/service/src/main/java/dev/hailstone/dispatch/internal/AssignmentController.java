package dev.hailstone.dispatch.internal;

import java.util.List;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.hailstone.infra.security.Caller;
import dev.hailstone.infra.security.OpenTo;
import dev.hailstone.infra.security.Role;
import dev.hailstone.infra.web.Problem;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.TripId;

/// Assignments over HTTP, to be looked at only: they follow from trips.
@RestController
@RequestMapping("/api/assignments")
@Tag(name = "dispatch")
class AssignmentController {

    private static final int LONGEST_LIST = 1000;

    private final FindingAssignments finding;

    AssignmentController(FindingAssignments finding) {
        this.finding = finding;
    }

    @GetMapping("/{tripId}")
    @OpenTo({Role.RIDER, Role.DRIVER})
    @Operation(summary = "Look at the assignment of a trip",
            description = """
                    Open to the trip's rider and to the driver who has it, not to one who is merely asked. Who has declined is
                    told to operators only.""")
    AssignmentView find(@PathVariable TripId tripId, Caller caller) {
        AssignmentView assignment = finding.find(tripId).orElseThrow(() -> Problem.unknown("assignment", tripId));
        DriverId driver = assignment.state() == Phase.OFFERED ? null : assignment.driverId();
        caller.requireRiderOrDriver(assignment.riderId(), driver);
        return caller.seesAll() ? assignment : assignment.withoutDeclined();
    }

    @GetMapping
    @OpenTo(Role.OPERATOR)
    @Operation(summary = "List assignments, those of the latest trips first")
    AssignmentList list(@RequestParam(required = false) @Nullable Phase state,
            @RequestParam(defaultValue = "100") int limit) {
        if (limit < 1 || limit > LONGEST_LIST) {
            throw Problem.invalid("limit", "must be between 1 and %d, was %d".formatted(LONGEST_LIST, limit));
        }
        return new AssignmentList(finding.latest(state, limit));
    }

    /// The latest assignments, the latest first.
    record AssignmentList(List<AssignmentView> assignments) {}
}
