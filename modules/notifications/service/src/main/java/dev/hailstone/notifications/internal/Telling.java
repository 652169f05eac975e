package dev.hailstone.notifications.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;

import dev.hailstone.infra.persistence.TransactionBound;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.TripId;

/// Takes what listeners have to tell, and writes it at the end of their transaction, all at once.
///
/// A transaction of the event transport is a batch of events, and this module hears most events that there are. So what
/// it costs is a few statements a batch and none an event.
@Component
class Telling {

    private final Notifications notifications;
    private final Engagements engagements;
    private final PushingNotifications pushing;
    private final PostingLetters posting;

    Telling(Notifications notifications, Engagements engagements, PushingNotifications pushing,
            PostingLetters posting) {
        this.notifications = notifications;
        this.engagements = engagements;
        this.pushing = pushing;
        this.posting = posting;
    }

    /// @throws IllegalStateException outside a transaction
    void tell(Untold untold) {
        ofTransaction().messages.add(new Intent(untold, null));
    }

    /// Tells of an assignment, unless the rider has cancelled the trip.
    void tellUnlessCancelled(TripId trip, DriverId driver, Untold... messages) {
        Gathering gathering = ofTransaction();
        gathering.assignments.put(trip, driver);
        for (Untold untold : messages) {
            gathering.messages.add(new Intent(untold, trip));
        }
    }

    /// Tells that a trip has lost its driver, who does not hear of its end then.
    void tellLost(TripId trip, DriverId driver, Untold... messages) {
        Gathering gathering = ofTransaction();
        gathering.losses.put(trip, driver);
        for (Untold untold : messages) {
            gathering.messages.add(new Intent(untold, null));
        }
    }

    /// Tells the driver of a cancelled trip, if there is one.
    ///
    /// @param driver who is assigned as far as the canceller knew
    void tellAssigned(TripId trip, @Nullable DriverId driver, Function<DriverId, Untold> message) {
        ofTransaction().cancellations.put(trip, new Cancellation(Optional.ofNullable(driver), message));
    }

    private Gathering ofTransaction() {
        return TransactionBound.get(Gathering.class, Gathering::new);
    }

    /// What one transaction has to tell.
    private final class Gathering implements TransactionSynchronization {

        private final List<Intent> messages = new ArrayList<>();
        private final Map<TripId, DriverId> assignments = new LinkedHashMap<>();
        private final Map<TripId, DriverId> losses = new LinkedHashMap<>();
        private final Map<TripId, Cancellation> cancellations = new LinkedHashMap<>();
        private Notifications.Kept kept = Notifications.Kept.NOTHING;

        @Override
        public void beforeCommit(boolean readOnly) {
            kept = notifications.keep(toTell());
        }

        @Override
        public void afterCommit() {
            if (!kept.recipients().isEmpty()) {
                pushing.wakeFor(kept.recipients());
            }
            if (kept.letters()) {
                posting.wake();
            }
        }

        private List<Untold> toTell() {
            Set<TripId> cancelled = engagements.assign(assignments);
            engagements.lose(losses);
            List<Untold> untold = new ArrayList<>(messages.size() + cancellations.size());
            for (Intent intent : messages) {
                if (intent.unlessCancelled() == null || !cancelled.contains(intent.unlessCancelled())) {
                    untold.add(intent.untold());
                }
            }
            Map<TripId, Optional<DriverId>> known = new LinkedHashMap<>();
            cancellations.forEach((trip, cancellation) -> known.put(trip, cancellation.driver()));
            Map<TripId, DriverId> assigned = engagements.cancel(known);
            cancellations.forEach((trip, cancellation) -> {
                DriverId driver = assigned.get(trip);
                if (driver != null) {
                    untold.add(cancellation.message().apply(driver));
                }
            });
            return untold;
        }
    }

    private record Intent(Untold untold, @Nullable TripId unlessCancelled) {}

    private record Cancellation(Optional<DriverId> driver, Function<DriverId, Untold> message) {}
}
