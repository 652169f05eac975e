package dev.hailstone.kernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

class GeoPointTests {

    @ParameterizedTest
    @CsvSource({"90.0001,0,latitude", "-91,0,latitude", "0,180.5,longitude", "NaN,0,latitude", "0,NaN,longitude",
            "Infinity,0,latitude"})
    void refusesWhatIsNoPlaceOnEarth(double latitude, double longitude, String field) {
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> new GeoPoint(latitude, longitude))
                .satisfies(e -> assertThat(e.field()).isEqualTo(field));
    }

    @Test
    void measuresAQuarterOfTheEquator() {
        assertThat(new GeoPoint(0, 0).distanceTo(new GeoPoint(0, 90))).isCloseTo(10_007_557, within(1.0));
    }

    @Test
    void takesTheShortWayAcrossTheAntimeridian() {
        assertThat(new GeoPoint(0, 179.9).distanceTo(new GeoPoint(0, -179.9))).isCloseTo(22_239, within(1.0));
    }

    @Test
    void knowsThatAllLongitudesMeetAtThePole() {
        assertThat(new GeoPoint(90, 0).distanceTo(new GeoPoint(90, 135))).isCloseTo(0, within(0.001));
    }

    @Test
    void isTheSameBothWaysAndZeroToItself() {
        GeoPoint timesSquare = new GeoPoint(40.7580, -73.9855);
        GeoPoint kennedy = new GeoPoint(40.6413, -73.7781);
        assertThat(timesSquare.distanceTo(kennedy)).isEqualTo(kennedy.distanceTo(timesSquare));
        assertThat(timesSquare.distanceTo(timesSquare)).isZero();
    }
}
