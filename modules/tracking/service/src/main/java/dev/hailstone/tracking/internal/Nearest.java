package dev.hailstone.tracking.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.tracking.NearbyDriver;
import dev.hailstone.tracking.internal.SpatialIndex.Spot;

/// The best answers of a search so far, nearest first; drivers at equal distance in the order of their ids.
///
/// Belongs to one thread.
final class Nearest {

    private final GeoPoint centre;
    private final int limit;
    private final Haversine haversine;
    private final @Nullable Spot[] spots;
    private final double[] haversines;
    private final double[] positions;
    private int size;
    private double reach;
    private double bound;
    private @Nullable Spot[] copied = new @Nullable Spot[32];

    Nearest(GeoPoint centre, int limit) {
        this.centre = centre;
        this.limit = limit;
        this.haversine = new Haversine(centre.latitude(), centre.longitude());
        this.spots = new @Nullable Spot[limit];
        this.haversines = new double[limit];
        this.positions = new double[2 * limit];
    }

    double latitude() {
        return centre.latitude();
    }

    double longitude() {
        return centre.longitude();
    }

    int limit() {
        return limit;
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size == limit;
    }

    /// The radius of the disc that is searched, in radians.
    double reach() {
        return reach;
    }

    /// Forgets all candidates, and will take those within an angle of the centre.
    void restart(double angle) {
        reach = angle;
        bound = angle >= Math.PI ? Double.MAX_VALUE : Haversine.ofAngle(angle);
        size = 0;
    }

    /// Whether nobody who is so many degrees of latitude away can be taken any more.
    boolean isBeyond(double degreesOfLatitude) {
        return degreesOfLatitude > 0 && degreesOfLatitude < 60 && Haversine.atLeast(degreesOfLatitude) > bound;
    }

    /// Copies what may be in the middle of a change.
    ///
    /// @return the copy, which is good until the next one is made
    @Nullable
    Spot[] copy(@Nullable Spot[] from, int count) {
        int size = Math.min(count, from.length);
        if (size > copied.length) {
            copied = new @Nullable Spot[2 * size];
        }
        System.arraycopy(from, 0, copied, 0, size);
        return copied;
    }

    void offer(Spot spot, double latitude, double longitude) {
        double distance = haversine.to(latitude, longitude);
        if (distance <= bound) {
            insert(spot, distance, latitude, longitude);
        }
    }

    private void insert(Spot spot, double distance, double latitude, double longitude) {
        int place = size;
        while (place > 0 && isBehind(place - 1, spot, distance)) {
            place--;
        }
        if (place == limit) {
            return;
        }
        int behind = Math.min(size, limit - 1) - place;
        System.arraycopy(spots, place, spots, place + 1, behind);
        System.arraycopy(haversines, place, haversines, place + 1, behind);
        System.arraycopy(positions, 2 * place, positions, 2 * place + 2, 2 * behind);
        spots[place] = spot;
        haversines[place] = distance;
        positions[2 * place] = latitude;
        positions[2 * place + 1] = longitude;
        size = Math.min(size + 1, limit);
        if (size == limit) {
            bound = haversines[limit - 1];
        }
    }

    private boolean isBehind(int place, Spot spot, double distance) {
        return haversines[place] > distance
                || (haversines[place] == distance && Objects.requireNonNull(spots[place]).driver.value()
                        .compareTo(spot.driver.value()) > 0);
    }

    /// Somebody who crosses from one cell to another may have been met in both.
    @SuppressWarnings("ReferenceEquality") // The very same spot is meant.
    boolean hasNobodyTwice() {
        if (limit > 16) {
            Set<@Nullable Spot> distinct = new HashSet<>(Arrays.asList(spots).subList(0, size));
            return distinct.size() == size;
        }
        for (int i = 1; i < size; i++) {
            for (int j = 0; j < i; j++) {
                if (spots[i] == spots[j]) {
                    return false;
                }
            }
        }
        return true;
    }

    List<NearbyDriver> drivers() {
        List<NearbyDriver> drivers = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            GeoPoint position = new GeoPoint(positions[2 * i], positions[2 * i + 1]);
            drivers.add(new NearbyDriver(Objects.requireNonNull(spots[i]).driver, position,
                    Haversine.metres(haversines[i])));
        }
        return drivers;
    }
}
