package dev.hailstone.tracking.internal;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.tracking.DriverWentOnline;

/// Brings drivers online who report a position and are not.
@Component
class GoingOnline {

    private final Drivers drivers;
    private final ApplicationEventPublisher events;

    GoingOnline(Drivers drivers, ApplicationEventPublisher events) {
        this.drivers = drivers;
        this.events = events;
    }

    /// Of several transactions that bring a driver online, one does it and publishes it.
    ///
    /// @return the availability of all who arrive, including those who turn out to be online already
    @Transactional
    List<Availability> bringOnline(Map<DriverId, GeoPoint> arrivals, Instant at) {
        Set<DriverId> online = Set.copyOf(drivers.bringOnline(arrivals.keySet(), at));
        arrivals.forEach((driver, position) -> {
            if (online.contains(driver)) {
                events.publishEvent(new DriverWentOnline(driver, position, at));
            }
        });
        drivers.place(arrivals.entrySet()
                .stream()
                .map(arrival -> new Drivers.Placement(arrival.getKey(), arrival.getValue(), at))
                .toList(), at);
        return drivers.availability(arrivals.keySet());
    }
}
