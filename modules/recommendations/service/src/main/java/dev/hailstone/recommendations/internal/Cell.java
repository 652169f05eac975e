package dev.hailstone.recommendations.internal;

import dev.hailstone.kernel.GeoPoint;

/// A square of about 222 m on a side: what counts as one place.
///
/// Rows are 1/500 of a degree of latitude high and counted from the South Pole, 0 to 89,999. A row is divided, from the
/// antimeridian eastwards, into as many equal columns as make its cells square: `max(1, round(180,000 · cos φ))`, φ being
/// the latitude of the row's middle. A cell is written `row-column`; Times Square is `65379-40150`.
/// Cells are ordered by that notation, here as in the database.
record Cell(int row, int column) implements Comparable<Cell> {

    private static final int ROWS_PER_DEGREE = 500;
    private static final int ROWS = 180 * ROWS_PER_DEGREE;

    static Cell of(GeoPoint point) {
        int row = Math.min((int) ((point.latitude() + 90) * ROWS_PER_DEGREE), ROWS - 1);
        int columns = columns(row);
        // 180° east is 180° west, hence the remainder.
        int column = (int) ((point.longitude() + 180) / 360 * columns) % columns;
        return new Cell(row, column);
    }

    /// @param text as a cell is written
    static Cell parse(String text) {
        int dash = text.indexOf('-');
        return new Cell(Integer.parseInt(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1)));
    }

    private static int columns(int row) {
        double middle = (row + 0.5) / ROWS_PER_DEGREE - 90;
        // StrictMath, for the same cells on every machine: they are stored.
        return Math.max(1, (int) Math.round(360 * ROWS_PER_DEGREE * StrictMath.cos(StrictMath.toRadians(middle))));
    }

    @Override
    public int compareTo(Cell other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return row + "-" + column;
    }
}
