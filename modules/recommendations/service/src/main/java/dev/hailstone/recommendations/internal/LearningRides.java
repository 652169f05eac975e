package dev.hailstone.recommendations.internal;

import java.util.ArrayList;
import java.util.List;

import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;

import dev.hailstone.infra.messaging.ModuleEventListener;
import dev.hailstone.infra.persistence.TransactionBound;
import dev.hailstone.trips.TripCompleted;

/// Learns from every trip that was driven to its end.
///
/// What the events of one transaction teach is written by one statement before the commit.
@Component
class LearningRides {

    private final CoVisits coVisits;
    private final RecommendationProperties properties;

    LearningRides(CoVisits coVisits, RecommendationProperties properties) {
        this.coVisits = coVisits;
        this.properties = properties;
    }

    @ModuleEventListener
    void on(TripCompleted trip) {
        lesson().rides.add(Ride.of(trip, properties.zone()));
    }

    /// What the running transaction has heard.
    private Lesson lesson() {
        return TransactionBound.get(Lesson.class, Lesson::new);
    }

    private final class Lesson implements TransactionSynchronization {

        private final List<Ride> rides = new ArrayList<>();

        @Override
        public void beforeCommit(boolean readOnly) {
            coVisits.learn(rides);
        }
    }
}
