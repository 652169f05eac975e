package dev.hailstone.tracking.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.locks.StampedLock;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.tracking.NearbyDriver;

/// Finds the nearest of many moving drivers, exactly.
///
/// Drivers lie in the cells of a [Grid], occupied cells in a tree by number. A search looks through the cells that a small
/// disc touches and doubles the disc until it holds enough drivers: whoever lies in a fully searched disc is nearer than
/// whoever does not. Its cost follows the occupied cells it meets, in a dense city as on an empty continent.
///
/// A move within a cell, by far the most frequent, takes no lock and no search sees it half done. Crossing into another
/// cell is exclusive, so that a search sees each driver exactly once. Calls for one driver must not run at the same time;
/// calls for different drivers and searches may.
final class SpatialIndex {

    /// So that angles mean what [GeoPoint#distanceTo] calls metres.
    private static final double EARTH_RADIUS = new GeoPoint(0, 0).distanceTo(new GeoPoint(0, 180)) / Math.PI;

    private static final double FIRST_REACH = 400 / EARTH_RADIUS;

    private final StampedLock lock = new StampedLock();
    private final TreeMap<Long, ArrayList<Spot>> cells = new TreeMap<>();

    void add(Spot spot) {
        long stamp = lock.writeLock();
        try {
            attach(spot);
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    void remove(Spot spot) {
        long stamp = lock.writeLock();
        try {
            detach(spot);
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /// Moves a spot that has been added.
    void move(Spot spot, Sighting sighting) {
        if (spot.sighting.cell() == sighting.cell()) {
            spot.sighting = sighting;
            return;
        }
        long stamp = lock.writeLock();
        try {
            detach(spot);
            spot.sighting = sighting;
            attach(spot);
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /// @param radiusMetres more than 0
    /// @param limit more than 0
    List<NearbyDriver> nearest(GeoPoint centre, double radiusMetres, int limit) {
        double angle = Math.min(radiusMetres / EARTH_RADIUS, Math.PI);
        Nearest nearest = new Nearest(Sighting.of(centre, Instant.EPOCH), limit);
        long stamp = lock.readLock();
        try {
            double reach = Math.min(FIRST_REACH, angle);
            search(nearest, reach);
            while (!nearest.isFull() && reach < angle) {
                reach = Math.min(2 * reach, angle);
                search(nearest, reach);
            }
        } finally {
            lock.unlockRead(stamp);
        }
        return nearest.drivers();
    }

    private void search(Nearest nearest, double reach) {
        nearest.restart(reach);
        Grid.around(nearest.centre(), reach, (first, last) -> {
            for (List<Spot> cell : cells.subMap(first, true, last, true).values()) {
                for (int i = 0; i < cell.size(); i++) {
                    nearest.offer(cell.get(i));
                }
            }
        });
    }

    private void attach(Spot spot) {
        ArrayList<Spot> cell = cells.computeIfAbsent(spot.sighting.cell(), _ -> new ArrayList<>(4));
        spot.slot = cell.size();
        cell.add(spot);
    }

    private void detach(Spot spot) {
        ArrayList<Spot> cell = cells.get(spot.sighting.cell());
        if (cell == null || spot.slot >= cell.size() || cell.get(spot.slot) != spot) {
            throw new IllegalStateException(spot.driver + " is not in the index");
        }
        Spot last = cell.removeLast();
        if (last != spot) {
            cell.set(spot.slot, last);
            last.slot = spot.slot;
        }
        if (cell.isEmpty()) {
            cells.remove(spot.sighting.cell());
        }
    }

    /// A driver in the index. Its sighting may be read at any time, the rest is the index's own.
    static final class Spot {

        final DriverId driver;
        private volatile Sighting sighting;
        private int slot;

        Spot(DriverId driver, Sighting sighting) {
            this.driver = driver;
            this.sighting = sighting;
        }

        Sighting sighting() {
            return sighting;
        }

        /// Changes the sighting of a spot that is not in the index.
        void place(Sighting next) {
            sighting = next;
        }
    }
}
