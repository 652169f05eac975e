package dev.hailstone.infra.simulator;

import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import dev.hailstone.kernel.GeoPoint;

/// Drives where a ride wants them to, and cruises in between.
final class CityDriver {

    private static final double METRES_PER_SECOND = 8;

    private final String id;
    private Route route;
    private double driven;
    private @Nullable CompletableFuture<Void> arrival;

    CityDriver(String id, GeoPoint position) {
        this.id = id;
        this.route = new Route(position, position, position);
    }

    String id() {
        return id;
    }

    synchronized GeoPoint position() {
        return route.at(driven);
    }

    /// Drives to a place, from now on.
    ///
    /// @return done when the driver is there, or is sent elsewhere
    synchronized CompletableFuture<Void> driveTo(GeoPoint place) {
        if (arrival != null) {
            arrival.complete(null);
        }
        route = StreetGrid.route(position(), place);
        driven = 0;
        CompletableFuture<Void> promise = new CompletableFuture<>();
        arrival = promise;
        return promise;
    }

    /// Is free again, unless on the way for somebody else already: the server may be faster than the ride in telling.
    ///
    /// @param last what the ride was promised last
    @SuppressWarnings("ReferenceEquality") // This very promise is meant.
    synchronized void release(@Nullable CompletableFuture<Void> last) {
        if (arrival == last) {
            arrival = null;
        }
    }

    /// Time goes by.
    synchronized void advance(double seconds, RandomGenerator random) {
        driven += seconds * METRES_PER_SECOND;
        if (driven < route.length()) {
            return;
        }
        if (arrival != null) {
            arrival.complete(null);
        } else {
            route = StreetGrid.route(route.to(), StreetGrid.anywhere(random));
            driven = 0;
        }
    }
}
