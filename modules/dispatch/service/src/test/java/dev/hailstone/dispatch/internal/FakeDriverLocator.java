package dev.hailstone.dispatch.internal;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;
import org.springframework.web.client.ResourceAccessException;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.tracking.DriverLocator;
import dev.hailstone.tracking.NearbyDriver;

/// Tracking as the tests of this module want it: it offers every driver who was put on the map, also those who have a trip
/// by now, for tracking is always a moment late.
final class FakeDriverLocator implements DriverLocator {

    private final Map<DriverId, GeoPoint> drivers = new ConcurrentHashMap<>();
    private final List<Double> radii = new CopyOnWriteArrayList<>();
    private volatile boolean away;
    private volatile @Nullable GeoPoint failing;
    private volatile Runnable whileSearching = () -> {};

    void put(DriverId driver, GeoPoint position) {
        drivers.put(driver, position);
    }

    void goAway() {
        away = true;
    }

    /// Has questions for one place fail.
    void failAt(GeoPoint place) {
        failing = place;
    }

    /// Does something in the moment between the look for drivers and the assignment.
    void whileSearching(Runnable action) {
        whileSearching = action;
    }

    List<Double> radiiAskedFor() {
        return List.copyOf(radii);
    }

    void reset() {
        drivers.clear();
        radii.clear();
        away = false;
        failing = null;
        whileSearching = () -> {};
    }

    @Override
    public List<NearbyDriver> nearestAvailable(double latitude, double longitude, double radiusMetres, int limit) {
        radii.add(radiusMetres);
        if (away) {
            throw new ResourceAccessException("the line to tracking is cut");
        }
        GeoPoint centre = new GeoPoint(latitude, longitude);
        if (centre.equals(failing)) {
            throw new IllegalStateException("nobody can be located there");
        }
        List<NearbyDriver> found = drivers.entrySet()
                .stream()
                .map(driver -> new NearbyDriver(driver.getKey(), driver.getValue(),
                        centre.distanceTo(driver.getValue())))
                .filter(driver -> driver.distanceMetres() <= radiusMetres)
                .sorted(Comparator.comparingDouble(NearbyDriver::distanceMetres))
                .limit(limit)
                .toList();
        whileSearching.run();
        return found;
    }
}
