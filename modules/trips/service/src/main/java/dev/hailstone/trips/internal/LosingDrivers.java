package dev.hailstone.trips.internal;

import java.time.Clock;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

import dev.hailstone.infra.messaging.ModuleEventListener;
import dev.hailstone.tracking.DriverWentOffline;
import dev.hailstone.tracking.DriverWentOnline;
import dev.hailstone.tracking.OfflineReason;

/// Does not let riders wait for drivers who have fallen silent. Who signs off still makes the trip that they have.
@Component
class LosingDrivers {

    private final Trips trips;
    private final ApplicationEventPublisher events;
    private final TripsSettings rules;
    private final Clock clock;

    LosingDrivers(Trips trips, ApplicationEventPublisher events, TripsSettings rules, Clock clock) {
        this.trips = trips;
        this.events = events;
        this.rules = rules;
        this.clock = clock;
    }

    @ModuleEventListener
    void on(DriverWentOffline driver) {
        if (driver.reason() == OfflineReason.SILENT) {
            trips.openTripsOf(driver.driverId()).forEach(trip -> {
                if (trip.loseSight(driver.at(), clock.instant(), rules) instanceof Transition.Happened(var event)) {
                    events.publishEvent(event);
                }
            });
        }
    }

    @ModuleEventListener
    void on(DriverWentOnline driver) {
        trips.openTripsOf(driver.driverId()).forEach(trip -> trip.regainSight(rules));
    }
}
