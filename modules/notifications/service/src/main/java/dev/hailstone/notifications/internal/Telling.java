package dev.hailstone.notifications.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;

import dev.hailstone.infra.persistence.TransactionBound;
import dev.hailstone.notifications.internal.Engagements.Assignment;
import dev.hailstone.notifications.internal.Engagements.Undoing;
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

    /// Tells of an assignment, unless it is undone already.
    ///
    /// @param withdrawn told instead if it is undone by a cancellation and the driver has been asked: they have accepted, and
    ///        are on their way
    void tellUnlessUndone(TripId trip, DriverId driver, Untold withdrawn, Untold... messages) {
        Gathering gathering = ofTransaction();
        Assignment assignment = new Assignment(trip, driver);
        gathering.assignments.put(assignment, withdrawn);
        for (Untold untold : messages) {
            gathering.messages.add(new Intent(untold, assignment));
        }
    }

    /// Tells that a trip has lost its driver, who does not hear of its end then.
    void tellLost(TripId trip, DriverId driver, Untold... messages) {
        Gathering gathering = ofTransaction();
        gathering.losses.add(new Assignment(trip, driver));
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
        private final Map<Assignment, Untold> assignments = new LinkedHashMap<>();
        private final List<Assignment> losses = new ArrayList<>();
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
            Map<Assignment, Undoing> undone = engagements.assign(assignments.keySet());
            engagements.lose(losses);
            List<Untold> untold = new ArrayList<>(messages.size() + cancellations.size());
            for (Intent intent : messages) {
                if (intent.unlessUndone() == null || !undone.containsKey(intent.unlessUndone())) {
                    untold.add(intent.untold());
                }
            }
            assignments.forEach((assignment, withdrawn) -> {
                if (undone.get(assignment) == Undoing.CANCELLATION && wasAsked(assignment)) {
                    untold.add(withdrawn);
                }
            });
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

        private boolean wasAsked(Assignment assignment) {
            Cause offer = Cause.offer(assignment.trip());
            return messages.stream()
                    .anyMatch(intent -> intent.untold().cause().equals(offer)
                            && intent.untold().recipient().equals(Recipient.driver(assignment.driver())))
                    || engagements.asked(assignment);
        }
    }

    private record Intent(Untold untold, @Nullable Assignment unlessUndone) {}

    private record Cancellation(Optional<DriverId> driver, Function<DriverId, Untold> message) {}
}
