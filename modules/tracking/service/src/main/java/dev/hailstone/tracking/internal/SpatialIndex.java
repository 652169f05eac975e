package dev.hailstone.tracking.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.tracking.NearbyDriver;

/// Finds the nearest of many moving drivers, exactly, while they move.
///
/// Drivers lie in the cells of a fine [Grid]; occupied cells are listed by the cells of a coarse one. A search looks
/// through the cells that a disc touches, and takes a larger disc until one holds enough drivers: whoever lies in a fully
/// searched disc is nearer than whoever does not. The first disc is guessed from how crowded the centre is, large ones are
/// searched by coarse cells, so that a search is as short in a crowded city as in the middle of nowhere.
///
/// A move within a cell, by far the most frequent, writes two numbers under the driver's own version, and nothing else.
/// A search reads again what changed while it was reading: it takes no lock and keeps no writer waiting. Crossings into other
/// cells come one after the other and are numbered. A driver who crosses is in both cells for a moment, never in none; a
/// search that meets a cell which somebody has left since it began starts over, since it may have looked for that driver too
/// early there and too late here. So it answers with every driver that was there all the time, once. After some vain
/// attempts it lets crossings wait.
///
/// Calls for one driver must not run at the same time; calls for different drivers and searches may.
final class SpatialIndex {

    /// Cells of 556 m.
    private static final Grid FINE = new Grid(36_000);

    /// Cells of 8.9 km.
    private static final Grid COARSE = new Grid(2_250);

    /// Radians, as all reaches are. In a larger disc there are too many fine cells.
    private static final double FINE_REACH = 3_000 / Haversine.EARTH_RADIUS;

    /// In a larger disc there are too many coarse cells; all that are occupied are looked at.
    private static final double COARSE_REACH = 300_000 / Haversine.EARTH_RADIUS;

    /// No point of a fine cell is so far from its middle.
    private static final double FINE_CELL = 1_000 / Haversine.EARTH_RADIUS;

    /// How long a fine cell's side is, in radians.
    private static final double FINE_SIDE = Math.PI / FINE.bands();

    private static final int PATIENCE = 20;

    private final Directory fine = new Directory(1 << 17);
    private final Directory coarse = new Directory(1 << 14);
    /// Written by crossings, which come one after the other.
    private volatile long crossings;
    private volatile long swept;
    private int occupied;
    private int emptied;

    /// Adds a driver who is not in the index.
    synchronized void add(Spot spot, GeoPoint position) {
        if (spot.cell != null) {
            throw new IllegalStateException(spot.driver + " is in the index already");
        }
        int band = FINE.band(position.latitude());
        int column = FINE.column(band, position.longitude());
        spot.place(position.latitude(), position.longitude());
        enter(spot, cellAt(band, column));
    }

    private static void enter(Spot spot, Cell cell) {
        spot.slot = cell.append(spot);
        spot.cell = cell;
        spot.band = cell.band;
        spot.column = cell.column;
    }

    synchronized void remove(Spot spot) {
        Cell cell = cellOf(spot);
        cell.removeAt(spot.slot, 0);
        spot.cell = null;
        spot.band = Spot.NOWHERE;
        noteIfEmpty(cell);
    }

    /// Moves a driver who has been added.
    void move(Spot spot, double latitude, double longitude) {
        int band = FINE.band(latitude);
        int column = FINE.column(band, longitude);
        if (spot.band != band || spot.column != column) {
            cross(spot, band, column, latitude, longitude);
        } else {
            spot.place(latitude, longitude);
        }
    }

    private synchronized void cross(Spot spot, int band, int column, double latitude, double longitude) {
        Cell from = cellOf(spot);
        long crossing = crossings + 1;
        int oldSlot = spot.slot;
        enter(spot, cellAt(band, column));
        spot.place(latitude, longitude);
        from.removeAt(oldSlot, crossing);
        crossings = crossing;
        noteIfEmpty(from);
    }

    private static Cell cellOf(Spot spot) {
        Cell cell = spot.cell;
        if (cell == null) {
            throw new IllegalStateException(spot.driver + " is not in the index");
        }
        return cell;
    }

    private Cell cellAt(int band, int column) {
        if (fine.find(band, column) instanceof Cell known) {
            if (known.count == 0) {
                emptied--;
            }
            return known;
        }
        Cell cell = new Cell(band, column);
        fine.add(cell);
        occupied++;
        blockAround(cell).add(cell);
        return cell;
    }

    private Block blockAround(Cell cell) {
        int band = COARSE.band(FINE.middleLatitude(cell.band));
        int column = COARSE.column(band, FINE.middleLongitude(cell.band, cell.column));
        if (coarse.find(band, column) instanceof Block known) {
            return known;
        }
        Block block = new Block(band, column);
        coarse.add(block);
        return block;
    }

    /// Cells that nobody is in stay for a while: most will be needed again.
    private void noteIfEmpty(Cell cell) {
        if (cell.count == 0 && ++emptied > 1024 && emptied > occupied / 2) {
            fine.removeIf(place -> ((Cell) place).count == 0);
            coarse.removeIf(place -> ((Block) place).sweep());
            occupied -= emptied;
            emptied = 0;
            swept = crossings + 1;
            crossings = swept;
        }
    }

    /// How many fine cells are kept, with drivers or without.
    synchronized int cells() {
        return occupied;
    }

    /// @param radiusMetres more than 0
    /// @param limit more than 0
    /// @return nearest first; drivers at equal distance in the order of their ids
    List<NearbyDriver> nearest(GeoPoint centre, double radiusMetres, int limit) {
        Nearest nearest = new Nearest(centre, limit);
        double angle = Math.min(radiusMetres / Haversine.EARTH_RADIUS, Math.PI);
        for (int attempt = 0; attempt < PATIENCE; attempt++) {
            if (search(nearest, angle)) {
                return nearest.drivers();
            }
        }
        synchronized (this) {
            if (!search(nearest, angle)) {
                throw new IllegalStateException("Somebody crossed while nobody could");
            }
            return nearest.drivers();
        }
    }

    /// @return whether nobody can have been missed or counted twice
    private boolean search(Nearest nearest, double angle) {
        long began = crossings;
        double reach = Math.min(firstReach(nearest), angle);
        while (true) {
            nearest.restart(reach);
            if (!searchWithin(nearest, reach, began)) {
                return false;
            }
            if (nearest.isFull() || reach >= angle) {
                return swept <= began && nearest.hasNobodyTwice();
            }
            double wanted = Math.sqrt(1.4 * nearest.limit() / Math.max(nearest.size(), 1));
            reach = reach > COARSE_REACH ? angle : Math.min(reach * Math.clamp(wanted, 1.5, 4), angle);
        }
    }

    /// A disc that holds a few more than are wanted, if others are as far apart as in the cell at the centre.
    private double firstReach(Nearest nearest) {
        int band = FINE.band(nearest.latitude());
        int crowd = fine.find(band, FINE.column(band, nearest.longitude())) instanceof Cell cell ? cell.count : 0;
        return FINE_SIDE * Math.clamp(Math.sqrt(1.3 * nearest.limit() / (Math.PI * Math.max(crowd, 1))), 0.1, 4);
    }

    private boolean searchWithin(Nearest nearest, double reach, long began) {
        if (reach <= FINE_REACH) {
            return search(fine, FINE, nearest, reach, began);
        }
        if (reach <= COARSE_REACH) {
            // A coarse cell has the fine ones whose middles it contains, so these may stand out a little.
            return search(coarse, COARSE, nearest, reach + FINE_CELL, began);
        }
        return coarse.allMatch(block -> block.offerTo(nearest, began));
    }

    /// Looks through all cells that a disc touches, and perhaps a few more: the bands from the centre outwards, until one is
    /// farther away than the last driver that is wanted.
    private static boolean search(Directory cells, Grid grid, Nearest nearest, double angle, long began) {
        // Rounding must never cost a cell: the margin is about a centimetre.
        double reach = angle + 1e-9;
        double degrees = Math.toDegrees(reach);
        double margin = Math.toDegrees(reach - nearest.reach());
        double latitude = nearest.latitude();
        double south = latitude - degrees;
        double north = latitude + degrees;
        double halfWidth = north >= 90 || south <= -90
                ? 180
                : Math.toDegrees(Math.asin(Math.min(1, Math.sin(reach) / Math.cos(Math.toRadians(latitude)))));
        int middle = grid.band(latitude);
        int last = grid.band(Math.min(north, 90));
        for (int band = middle; band <= last; band++) {
            if (nearest.isBeyond(grid.southOf(band) - latitude - margin)) {
                break;
            }
            if (!search(cells, grid, band, nearest, halfWidth, began)) {
                return false;
            }
        }
        int first = grid.band(Math.max(south, -90));
        for (int band = middle - 1; band >= first; band--) {
            if (nearest.isBeyond(latitude - grid.southOf(band + 1) - margin)) {
                break;
            }
            if (!search(cells, grid, band, nearest, halfWidth, began)) {
                return false;
            }
        }
        return true;
    }

    private static boolean search(Directory cells, Grid grid, int band, Nearest nearest, double halfWidth,
            long began) {
        int columns = grid.columns(band);
        int west = grid.unwrappedColumn(band, nearest.longitude() - halfWidth);
        int east = grid.unwrappedColumn(band, nearest.longitude() + halfWidth);
        if (east - west >= columns - 1) {
            west = 0;
            east = columns - 1;
        }
        int column = Math.floorMod(west, columns);
        for (int left = east - west; left >= 0; left--) {
            Place place = cells.find(band, column);
            if (place != null && !place.offerTo(nearest, began)) {
                return false;
            }
            if (++column == columns) {
                column = 0;
            }
        }
        return true;
    }

    private static VarHandle versionOf(Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(type, "version", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /// A writer needs some nanoseconds, unless it has lost its processor.
    private static void pause(int spins) {
        if (spins % 100 == 0) {
            LockSupport.parkNanos(10_000);
        } else {
            Thread.onSpinWait();
        }
    }

    /// A driver who is in the index or may be added to it.
    static class Spot {

        private static final int NOWHERE = -1;
        private static final VarHandle VERSION = versionOf(Spot.class);

        final DriverId driver;
        /// Changed by calls for this driver, as are band and column, which are the cell's; the slot by crossings of others,
        /// too.
        private @Nullable Cell cell;
        private int slot;
        private int band = NOWHERE;
        private int column;
        /// Odd while the position is being written.
        private int version;
        private double latitude;
        private double longitude;

        Spot(DriverId driver) {
            this.driver = driver;
        }

        /// For a driver who is not in the index; one who is, [moves][SpatialIndex#move] in it.
        void place(double nextLatitude, double nextLongitude) {
            int before = version;
            VERSION.setOpaque(this, before + 1);
            VarHandle.storeStoreFence();
            latitude = nextLatitude;
            longitude = nextLongitude;
            VERSION.setRelease(this, before + 2);
        }

        /// For whoever makes the calls for this driver.
        GeoPoint position() {
            return new GeoPoint(latitude, longitude);
        }

        private void offerTo(Nearest nearest) {
            for (int spins = 1;; spins++) {
                int before = (int) VERSION.getAcquire(this);
                double latitudeThen = latitude;
                double longitudeThen = longitude;
                VarHandle.loadLoadFence();
                if ((before & 1) == 0 && (int) VERSION.getOpaque(this) == before) {
                    nearest.offer(this, latitudeThen, longitudeThen);
                    return;
                }
                pause(spins);
            }
        }
    }

    /// A cell of either grid.
    private abstract static sealed class Place {

        final int band;
        final int column;
        /// In the directory. One that has been taken out still leads on.
        volatile @Nullable Place next;

        Place(int band, int column) {
            this.band = band;
            this.column = column;
        }

        /// @param began the last crossing before the search began
        /// @return false if somebody has left since then
        abstract boolean offerTo(Nearest nearest, long began);
    }

    /// A coarse cell: fine ones that have or had drivers.
    private static final class Block extends Place {

        private volatile Cell[] cells = {};

        Block(int band, int column) {
            super(band, column);
        }

        void add(Cell cell) {
            Cell[] more = Arrays.copyOf(cells, cells.length + 1);
            more[cells.length] = cell;
            cells = more;
        }

        /// @return whether nothing is left
        boolean sweep() {
            cells = Arrays.stream(cells).filter(cell -> cell.count > 0).toArray(Cell[]::new);
            return cells.length == 0;
        }

        @Override
        boolean offerTo(Nearest nearest, long began) {
            for (Cell cell : cells) {
                if (!cell.offerTo(nearest, began)) {
                    return false;
                }
            }
            return true;
        }
    }

    /// A fine cell: the drivers who are in it. Changed by crossings only.
    private static final class Cell extends Place {

        private static final VarHandle VERSION = versionOf(Cell.class);

        /// Odd while somebody enters or leaves.
        private int version;
        private int count;
        private @Nullable Spot[] spots = new @Nullable Spot[4];
        /// The last crossing that left this cell.
        private long left;

        Cell(int band, int column) {
            super(band, column);
        }

        private int beginChange() {
            int before = version;
            VERSION.setOpaque(this, before + 1);
            VarHandle.storeStoreFence();
            return before;
        }

        private void endChange(int before) {
            VERSION.setRelease(this, before + 2);
        }

        /// @return the slot
        int append(Spot spot) {
            int before = beginChange();
            int slot = count;
            if (slot == spots.length) {
                spots = Arrays.copyOf(spots, 2 * slot);
            }
            spots[slot] = spot;
            count = slot + 1;
            endChange(before);
            return slot;
        }

        /// @param crossing its number; 0 if the driver leaves for good
        void removeAt(int slot, long crossing) {
            int before = beginChange();
            int last = count - 1;
            Spot moved = spots[last];
            if (moved != null && last != slot) {
                spots[slot] = moved;
                moved.slot = slot;
            }
            spots[last] = null;
            count = last;
            left = Math.max(left, crossing);
            endChange(before);
        }

        @Override
        boolean offerTo(Nearest nearest, long began) {
            for (int spins = 1;; spins++) {
                int before = (int) VERSION.getAcquire(this);
                if ((before & 1) == 0) {
                    @Nullable
                    Spot[] copied = nearest.copy(spots, count);
                    int size = Math.min(count, copied.length);
                    long lastLeft = left;
                    VarHandle.loadLoadFence();
                    if ((int) VERSION.getOpaque(this) == before) {
                        for (int i = 0; i < size; i++) {
                            Objects.requireNonNull(copied[i]).offerTo(nearest);
                        }
                        return lastLeft <= began;
                    }
                }
                pause(spins);
            }
        }
    }

    /// The places of a grid that are known. Changed by crossings only, read by anybody.
    private static final class Directory {

        /// Neighbours in a band are neighbours here, and bands of a city do not meet.
        private static final int BAND = 1021;

        private final AtomicReferenceArray<@Nullable Place> heads;
        private final int mask;

        /// @param size a power of two
        Directory(int size) {
            heads = new AtomicReferenceArray<>(size);
            mask = size - 1;
        }

        @Nullable
        Place find(int band, int column) {
            Place place = heads.getAcquire((band * BAND + column) & mask);
            while (place != null && (place.column != column || place.band != band)) {
                place = place.next;
            }
            return place;
        }

        void add(Place place) {
            int at = (place.band * BAND + place.column) & mask;
            place.next = heads.getPlain(at);
            heads.setRelease(at, place);
        }

        void removeIf(Predicate<Place> condition) {
            for (int at = 0; at <= mask; at++) {
                Place before = null;
                for (Place place = heads.getPlain(at); place != null; place = place.next) {
                    if (!condition.test(place)) {
                        before = place;
                    } else if (before == null) {
                        heads.setRelease(at, place.next);
                    } else {
                        before.next = place.next;
                    }
                }
            }
        }

        boolean allMatch(Predicate<Place> condition) {
            for (int at = 0; at <= mask; at++) {
                for (Place place = heads.getAcquire(at); place != null; place = place.next) {
                    if (!condition.test(place)) {
                        return false;
                    }
                }
            }
            return true;
        }
    }
}
