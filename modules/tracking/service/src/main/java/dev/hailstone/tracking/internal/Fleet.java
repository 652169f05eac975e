package dev.hailstone.tracking.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.tracking.NearbyDriver;

/// All online drivers, as far as this process knows: where they are and whether they are available.
///
/// Memory follows the database. Statements about a driver carry versions and may come in any order.
@Component
final class Fleet {

    /// By the text of their ids: each position looks its driver up, and the id around the text would be one more object to
    /// fetch from memory.
    private final ConcurrentHashMap<String, TrackedDriver> drivers = new ConcurrentHashMap<>();
    private final SpatialIndex index = new SpatialIndex();
    private final UnwrittenPositions unwritten;

    Fleet(UnwrittenPositions unwritten, MeterRegistry meters) {
        this.unwritten = unwritten;
        Gauge.builder("hailstone.tracking.drivers.online", drivers, ConcurrentHashMap::size)
                .description("Online drivers known to this process")
                .register(meters);
    }

    /// Takes a position that was received here; the latest one wins.
    ///
    /// @return false if the driver is not online as far as this process knows
    boolean see(DriverId driver, GeoPoint position, Instant at) {
        TrackedDriver tracked = drivers.get(driver.value());
        if (tracked == null || !tracked.see(new Sighting(position, at))) {
            return false;
        }
        unwritten.add(tracked);
        return true;
    }

    /// Takes what the database says of a driver.
    void follow(Availability availability, GeoPoint position, Instant at) {
        drivers.compute(availability.driver().value(), (_, tracked) -> {
            if (tracked == null) {
                return availability.online()
                        ? new TrackedDriver(index, availability, new Sighting(position, at))
                        : null;
            }
            if (at.isAfter(tracked.sighting().at())) {
                tracked.see(new Sighting(position, at));
            }
            return tracked.become(availability) ? tracked : null;
        });
    }

    @TransactionalEventListener
    void on(AvailabilityChanged change) {
        for (Availability availability : change.drivers()) {
            drivers.computeIfPresent(availability.driver().value(),
                    (_, tracked) -> tracked.become(availability) ? tracked : null);
        }
    }

    List<NearbyDriver> nearestAvailable(GeoPoint centre, double radiusMetres, int limit) {
        return index.nearest(centre, radiusMetres, limit);
    }

    Optional<Sighting> lastSighting(DriverId driver) {
        return Optional.ofNullable(drivers.get(driver.value())).map(TrackedDriver::sighting);
    }

    /// Online drivers who have not been seen since then.
    List<DriverId> silentSince(Instant cutoff) {
        List<DriverId> silent = new ArrayList<>();
        drivers.forEachValue(Long.MAX_VALUE, tracked -> {
            if (tracked.sighting().at().isBefore(cutoff)) {
                silent.add(tracked.id());
            }
        });
        return silent;
    }
}
