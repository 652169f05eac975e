package dev.hailstone.tracking.internal;

import java.util.Random;

import org.junit.jupiter.api.Test;

import dev.hailstone.kernel.GeoPoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class HaversineTests {

    private static final long SEED = Long.getLong("hailstone.seed", System.nanoTime());

    private final Random random = new Random(SEED);

    /// From centimetres to half the Earth, so on both sides of where the series end.
    @Test
    void saysWhatTheTextbookSays() {
        for (int i = 0; i < 100_000; i++) {
            GeoPoint from = new GeoPoint(180 * random.nextDouble() - 90, 360 * random.nextDouble() - 180);
            double step = Math.pow(10, 9 * random.nextDouble() - 7);
            GeoPoint to = new GeoPoint(Math.clamp(from.latitude() + step * random.nextGaussian(), -90, 90),
                    Math.IEEEremainder(from.longitude() + step * random.nextGaussian(), 360));

            double haversine = new Haversine(from.latitude(), from.longitude()).to(to.latitude(), to.longitude());

            double distance = from.distanceTo(to);
            assertThat(Haversine.metres(haversine)).as("seed %d: %s to %s", SEED, from, to)
                    .isCloseTo(distance, within(1e-6 + 1e-12 * distance + (distance > 1.9e7 ? 1 : 0)));
        }
    }

    @Test
    void neverOverestimatesItsBound() {
        for (double degrees = 0.001; degrees < 60; degrees *= 1.01) {
            assertThat(Haversine.atLeast(degrees)).isLessThanOrEqualTo(Haversine.ofAngle(Math.toRadians(degrees)));
        }
    }
}
