package dev.hailstone.ledger.internal;

import java.math.BigDecimal;

import dev.hailstone.kernel.GeoPoint;

/// An area whose revenue is counted together: 0.02 by 0.02 degrees, in New York 2.2 by 1.7 kilometres.
///
/// @param name latitude and longitude of the south-west corner in degrees with two decimals, such as `40.74,-73.98`, or
///         `unknown`
record Zone(String name) {

    /// Of what was recorded before zones were.
    static final Zone UNKNOWN = new Zone("unknown");

    private static final int PER_DEGREE = 50;
    private static final int NORTHMOST = 90 * PER_DEGREE - 1;
    private static final int EASTMOST = 180 * PER_DEGREE;

    static Zone of(GeoPoint point) {
        int row = (int) Math.floor(point.latitude() * PER_DEGREE);
        int column = (int) Math.floor(point.longitude() * PER_DEGREE);
        return new Zone(degrees(Math.min(row, NORTHMOST)) + "," + degrees(column == EASTMOST ? -EASTMOST : column));
    }

    private static String degrees(int cells) {
        return BigDecimal.valueOf(cells * (100L / PER_DEGREE), 2).toPlainString();
    }
}
