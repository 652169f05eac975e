package dev.hailstone.pricing.internal;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.hailstone.kernel.GeoPoint;

import static org.assertj.core.api.Assertions.assertThat;

class CellTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
             40.7580 |  -73.9855 | 40.74,-74.00
             40.7601 |  -73.9799 | 40.76,-73.98
              0.001  |    0.001  | 0.00,0.00
             -0.001  |   -0.001  | -0.02,-0.02
             90      |    0      | 89.98,0.00
            -90      |    0      | -90.00,0.00
             10.01   |  180      | 10.00,-180.00
             10.01   | -180      | 10.00,-180.00
             10.01   |  179.999  | 10.00,179.98
            """)
    void isNamedByItsSouthWestCorner(double latitude, double longitude, String name) {
        assertThat(Cell.of(new GeoPoint(latitude, longitude))).isEqualTo(new Cell(name));
    }
}
