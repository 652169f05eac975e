package dev.hailstone.recommendations.internal;

import org.springframework.stereotype.Component;

import dev.hailstone.infra.messaging.ModuleEventListener;
import dev.hailstone.trips.TripCompleted;

/// Learns from every trip that was driven to its end.
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
        coVisits.learn(Ride.of(trip, properties.zone()));
    }
}
