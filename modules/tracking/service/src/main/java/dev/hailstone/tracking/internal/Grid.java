package dev.hailstone.tracking.internal;

import dev.hailstone.kernel.GeoPoint;

/// Cuts the sphere into cells about 550 m high and wide.
///
/// Bands of equal latitude are cut into the more columns the longer they are, so that cells are about square everywhere;
/// the bands at the poles have one column. A cell's number is its band's, followed by its column's: the cells of a band,
/// west to east, are consecutive numbers.
final class Grid {

    private static final int BANDS = 36_000;

    private static final int BANDS_PER_DEGREE = BANDS / 180;

    private static final int COLUMN_BITS = 32;

    private Grid() {}

    static long cellAt(GeoPoint point) {
        int band = band(point.latitude());
        int columns = columns(band);
        return cell(band, Math.floorMod(column(point.longitude(), columns), columns));
    }

    /// Names all cells that a disc touches, and perhaps a few more.
    ///
    /// @param angle the disc's radius, seen from the centre of the Earth, in radians
    static void around(GeoPoint centre, double angle, Ranges ranges) {
        // Rounding must never cost a cell: the margin is about a centimetre.
        double reach = angle + 1e-9;
        double degrees = Math.toDegrees(reach);
        double south = centre.latitude() - degrees;
        double north = centre.latitude() + degrees;
        double halfWidth = north >= 90 || south <= -90
                ? 180
                : Math.toDegrees(Math.asin(Math.min(1, Math.sin(reach) / Math.cos(Math.toRadians(centre.latitude())))));
        int last = band(Math.min(north, 90));
        for (int band = band(Math.max(south, -90)); band <= last; band++) {
            int columns = columns(band);
            int west = column(centre.longitude() - halfWidth, columns);
            int east = column(centre.longitude() + halfWidth, columns);
            if (east - west >= columns - 1) {
                ranges.accept(cell(band, 0), cell(band, columns - 1));
                continue;
            }
            int firstColumn = Math.floorMod(west, columns);
            int lastColumn = Math.floorMod(east, columns);
            if (firstColumn <= lastColumn) {
                ranges.accept(cell(band, firstColumn), cell(band, lastColumn));
            } else {
                ranges.accept(cell(band, firstColumn), cell(band, columns - 1));
                ranges.accept(cell(band, 0), cell(band, lastColumn));
            }
        }
    }

    private static long cell(int band, int column) {
        return (long) band << COLUMN_BITS | column;
    }

    private static int band(double latitude) {
        return Math.min((int) ((latitude + 90) * BANDS_PER_DEGREE), BANDS - 1);
    }

    private static int columns(int band) {
        double middle = (band + 0.5) / BANDS_PER_DEGREE - 90;
        return Math.max(1, (int) (Math.cos(Math.toRadians(middle)) * 2 * BANDS));
    }

    /// The column before wrapping: west of the antimeridian it is negative, east of it too large.
    private static int column(double longitude, int columns) {
        return (int) Math.floor((longitude + 180) / 360 * columns);
    }

    /// Takes ranges of cell numbers, both ends included.
    interface Ranges {

        void accept(long first, long last);
    }
}
