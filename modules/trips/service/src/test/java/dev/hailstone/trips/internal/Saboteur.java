package dev.hailstone.trips.internal;

import org.springframework.context.event.EventListener;

import dev.hailstone.trips.TripRequested;

/// Makes the transaction fail that makes a trip.
final class Saboteur {

    private volatile boolean striking;

    void strike() {
        striking = true;
    }

    void rest() {
        striking = false;
    }

    @EventListener
    void on(TripRequested trip) {
        if (striking) {
            throw new IllegalStateException("sabotage of trip " + trip.tripId());
        }
    }
}
