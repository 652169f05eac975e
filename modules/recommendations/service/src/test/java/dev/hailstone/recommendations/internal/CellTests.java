package dev.hailstone.recommendations.internal;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.hailstone.kernel.GeoPoint;

import static org.assertj.core.api.Assertions.assertThat;

class CellTests {

    @ParameterizedTest
    @CsvSource({
            "40.7580, -73.9855, 65379-40150",
            "0, 0, 45000-90000",
            "90, 0, 89999-1",
            "-90, 0, 0-1"})
    void namesAPlaceByRowAndColumn(double latitude, double longitude, String cell) {
        assertThat(Cell.of(new GeoPoint(latitude, longitude))).hasToString(cell);
    }

    @Test
    void takesBothSidesOfTheAntimeridianForTheSameMeridian() {
        assertThat(Cell.of(new GeoPoint(-16.8, 180))).isEqualTo(Cell.of(new GeoPoint(-16.8, -180)));
    }

    @Test
    void holdsNoTwoPointsFartherApartThanItsDiagonal() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int together = 0;
        for (int i = 0; i < 20_000; i++) {
            GeoPoint point = new GeoPoint(random.nextDouble(-85, 85), random.nextDouble(-180, 180));
            double north = point.latitude() + random.nextDouble(-0.003, 0.003);
            double east = point.longitude() + random.nextDouble(-0.003, 0.003);
            GeoPoint neighbour = new GeoPoint(north, Math.clamp(east, -180, 180));
            if (Cell.of(point).equals(Cell.of(neighbour))) {
                together++;
                assertThat(point.distanceTo(neighbour)).as("%s and %s, seed %d", point, neighbour, seed)
                        .isLessThan(320);
            }
        }
        assertThat(together).as("pairs in one cell, seed %d", seed).isPositive();
    }
}
