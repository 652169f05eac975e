package dev.hailstone.dispatch.internal;

import java.time.Clock;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

import dev.hailstone.dispatch.DriverAssigned;
import dev.hailstone.dispatch.DriverOffered;
import dev.hailstone.dispatch.NoDriverFound;
import dev.hailstone.dispatch.internal.AssignmentState.Assigned;
import dev.hailstone.dispatch.internal.AssignmentState.GivenUp;
import dev.hailstone.dispatch.internal.AssignmentState.Offered;
import dev.hailstone.infra.messaging.CurrentTrace;
import dev.hailstone.kernel.ModuleEvent;

/// Tells the other modules what has become of a search, in the trace of the request that began it: a search goes on in a
/// thread of its own, and perhaps after a restart.
@Component
class Telling {

    private final ApplicationEventPublisher events;
    private final CurrentTrace trace;
    private final Clock clock;

    Telling(ApplicationEventPublisher events, CurrentTrace trace, Clock clock) {
        this.events = events;
        this.trace = trace;
        this.clock = clock;
    }

    /// Tells who has the trip, or is asked whether they take it.
    void ofTheDriver(Assignment it) {
        if (it.state() instanceof Assigned(_, _, var driver, double distanceMetres, var at)) {
            tell(it, new DriverAssigned(it.tripId(), it.riderId(), driver, distanceMetres, at));
        } else if (it.state() instanceof Offered(_, _, _, _, var driver, double distanceMetres, var expiresAt)) {
            tell(it, new DriverOffered(it.tripId(), driver, distanceMetres, clock.instant(),
                    expiresAt));
        }
    }

    /// Tells that the search was given up, if it was.
    void ofTheEnd(Assignment it) {
        if (it.state() instanceof GivenUp(var at)) {
            tell(it, new NoDriverFound(it.tripId(), it.riderId(), at));
        }
    }

    private void tell(Assignment it, ModuleEvent event) {
        trace.continuing(it.trace(), "dispatch.search", "dispatch", () -> events.publishEvent(event));
    }
}
