package dev.hailstone.tracking.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.tracking.NearbyDriver;
import dev.hailstone.tracking.internal.TrackedDriver.Seen;

import static java.util.Objects.requireNonNull;

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

    /// Takes positions that were received here; the latest one wins.
    ///
    /// All drivers are looked up first: locks would keep a look-up from being on its way to memory beside the one before.
    ///
    /// @param updates of one driver's, the last one wins
    /// @return those of drivers who are not online as far as this process knows
    List<PositionUpdate> see(List<PositionUpdate> updates, Instant at) {
        @Nullable
        TrackedDriver[] known = new @Nullable TrackedDriver[updates.size()];
        for (int i = 0; i < known.length; i++) {
            known[i] = drivers.get(updates.get(i).driver().value());
        }
        List<PositionUpdate> others = new ArrayList<>();
        int conflated = 0;
        for (int i = 0; i < known.length; i++) {
            TrackedDriver tracked = known[i];
            switch (tracked == null ? Seen.RETIRED : tracked.see(updates.get(i).position(), at)) {
                case RETIRED -> others.add(updates.get(i));
                case UNWRITTEN -> conflated++;
                case NEWLY_UNWRITTEN -> unwritten.add(requireNonNull(tracked));
            }
        }
        unwritten.countConflated(conflated);
        return others;
    }

    /// Takes what the database says of a driver.
    void follow(Availability availability, GeoPoint position, Instant at) {
        drivers.compute(availability.driver().value(), (_, tracked) -> {
            if (tracked == null) {
                return availability.online()
                        ? new TrackedDriver(index, availability, new Sighting(position, at))
                        : null;
            }
            tracked.follow(position, at);
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
            if (tracked.unseenSince(cutoff)) {
                silent.add(tracked.id());
            }
        });
        return silent;
    }
}
