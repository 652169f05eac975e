package dev.hailstone.tracking.internal;

/// Cuts the sphere into cells that are about square.
///
/// Bands of equal latitude are cut into the more columns the longer they are; those at the poles have one column. So there
/// are no corners where many cells meet, and a cell's size hardly depends on where it is.
final class Grid {

    private final double bandsPerDegree;
    private final int[] columns;
    private final double[] columnsPerDegree;

    /// @param bands from pole to pole; half the Earth's circumference divided by it is a cell's height
    Grid(int bands) {
        bandsPerDegree = bands / 180.0;
        columns = new int[bands];
        columnsPerDegree = new double[bands];
        for (int band = 0; band < bands; band++) {
            double middle = (band + 0.5) / bandsPerDegree - 90;
            columns[band] = Math.max(1, (int) (Math.cos(Math.toRadians(middle)) * 2 * bands));
            columnsPerDegree[band] = columns[band] / 360.0;
        }
    }

    /// @param latitude degrees, −90 to 90
    int band(double latitude) {
        return Math.min((int) ((latitude + 90) * bandsPerDegree), columns.length - 1);
    }

    /// @param longitude degrees, −180 to 180
    int column(int band, double longitude) {
        int column = (int) ((longitude + 180) * columnsPerDegree[band]);
        return column < columns[band] ? column : 0;
    }

    int bands() {
        return columns.length;
    }

    int columns(int band) {
        return columns[band];
    }

    /// The column before wrapping: west of the antimeridian it is negative, east of it too large.
    int unwrappedColumn(int band, double longitude) {
        return (int) Math.floor((longitude + 180) * columnsPerDegree[band]);
    }

    /// Degrees, of a band's southern edge.
    double southOf(int band) {
        return band / bandsPerDegree - 90;
    }

    double middleLatitude(int band) {
        return (band + 0.5) / bandsPerDegree - 90;
    }

    double middleLongitude(int band, int column) {
        return (column + 0.5) / columnsPerDegree[band] - 180;
    }
}
