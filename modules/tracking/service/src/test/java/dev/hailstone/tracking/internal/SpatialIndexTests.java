package dev.hailstone.tracking.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.tracking.NearbyDriver;
import dev.hailstone.tracking.internal.SpatialIndex.Spot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

class SpatialIndexTests {

    private static final long SEED = Long.getLong("hailstone.seed", System.nanoTime());

    private final Random random = new Random(SEED);
    private final SpatialIndex index = new SpatialIndex();
    private final List<Spot> spots = new ArrayList<>();
    private final Map<Spot, GeoPoint> positions = new HashMap<>();

    @BeforeAll
    static void printSeed() {
        System.out.println("SpatialIndexTests: -Dhailstone.seed=" + SEED);
    }

    /// Where an index of latitudes and longitudes is usually wrong.
    enum Region {

        NEW_YORK(40.75, -73.98, 0.3, 0.3), EQUATOR(0, 0, 0.5, 0.5), ANTIMERIDIAN(-17.8, 180, 0.5, 0.5),
        NORTH_POLE(90, 0, 1, 180), SOUTH_POLE(-90, 0, 1, 180), NEAR_THE_POLE(89.2, 179.5, 0.7, 60),
        WORLD(0, 0, 90, 180);

        private final double latitude;
        private final double longitude;
        private final double height;
        private final double width;

        Region(double latitude, double longitude, double height, double width) {
            this.latitude = latitude;
            this.longitude = longitude;
            this.height = height;
            this.width = width;
        }

        GeoPoint somewhere(Random random) {
            double north = latitude + (2 * random.nextDouble() - 1) * height;
            double east = longitude + (2 * random.nextDouble() - 1) * width;
            return new GeoPoint(Math.clamp(north, -90, 90), east > 180 ? east - 360 : east < -180 ? east + 360 : east);
        }
    }

    @ParameterizedTest
    @EnumSource
    void findsWhatBruteForceFinds(Region region) {
        for (int i = 0; i < 2000; i++) {
            add("d" + i, region.somewhere(random));
        }
        for (int i = 0; i < 300; i++) {
            GeoPoint centre = region.somewhere(random);
            double radius = Math.pow(10, 2 + 3 * random.nextDouble());
            int limit = 1 + random.nextInt(100);

            requireWhatBruteForceFinds(centre, radius, limit);
        }
    }

    @ParameterizedTest
    @EnumSource
    void stillDoesAfterDriversHaveMovedComeAndGone(Region region) {
        for (int i = 0; i < 500; i++) {
            add("d" + i, region.somewhere(random));
        }
        for (int i = 0; i < 5000; i++) {
            Spot spot = spots.get(random.nextInt(spots.size()));
            switch (random.nextInt(3)) {
                case 0 -> move(spot, region.somewhere(random));
                case 1 -> move(spot, step(Objects.requireNonNull(positions.get(spot))));
                default -> {
                    index.remove(spot);
                    spots.remove(spot);
                    positions.remove(spot);
                    add("e" + i, region.somewhere(random));
                }
            }
        }
        for (int i = 0; i < 100; i++) {
            requireWhatBruteForceFinds(region.somewhere(random), 50_000, 20);
        }
    }

    @Test
    void servesAHundredThousandDrivers() {
        for (int i = 0; i < 100_000; i++) {
            add("d" + i, Region.NEW_YORK.somewhere(random));
        }
        for (int i = 0; i < 20; i++) {
            requireWhatBruteForceFinds(Region.NEW_YORK.somewhere(random), 100_000, 10);
        }
    }

    /// However far that is: the search goes from the finest cells to all that there are.
    @ParameterizedTest
    @EnumSource
    void findsTheNearestOfFewAnywhereOnEarth(Region region) {
        for (int i = 0; i < 50; i++) {
            add("d" + i, region.somewhere(random));
        }
        for (int i = 0; i < 50; i++) {
            requireWhatBruteForceFinds(Region.WORLD.somewhere(random), 30_000_000, 1 + random.nextInt(60));
        }
    }

    @Test
    void forgetsPlacesThatEverybodyHasLeft() {
        for (int i = 0; i < 100; i++) {
            add("d" + i, Region.NEW_YORK.somewhere(random));
        }
        for (int i = 0; i < 50_000; i++) {
            move(spots.get(random.nextInt(spots.size())), Region.WORLD.somewhere(random));
        }
        assertThat(index.cells()).isLessThan(3_000);
        for (int i = 0; i < 50; i++) {
            requireWhatBruteForceFinds(Region.WORLD.somewhere(random), 30_000_000, 10);
        }
    }

    @Test
    void ordersDriversAtTheSamePlaceByTheirIds() {
        GeoPoint rank = new GeoPoint(40.64, -73.78);
        for (String driver : List.of("c", "a", "d", "b")) {
            add(driver, rank);
        }
        assertThat(index.nearest(new GeoPoint(40.65, -73.78), 5_000, 3)).extracting(NearbyDriver::driverId)
                .containsExactly(new DriverId("a"), new DriverId("b"), new DriverId("c"));
    }

    @Test
    void takesEachSideOfTheAntimeridianForTheSameLine() {
        add("west", new GeoPoint(10, 180));
        add("east", new GeoPoint(10, -180));

        assertThat(index.nearest(new GeoPoint(10, 179.9999), 100, 10)).hasSize(2);
        assertThat(index.nearest(new GeoPoint(10, -179.9999), 100, 10)).hasSize(2);
    }

    @Test
    void findsNobodyBeyondTheRadius() {
        add("far", new GeoPoint(40.8, -74));
        assertThat(index.nearest(new GeoPoint(40.7, -74), 11_000, 1)).isEmpty();
        assertThat(index.nearest(new GeoPoint(40.7, -74), 11_200, 1)).hasSize(1);
    }

    @Test
    void refusesToMoveOrRemoveWhoIsNotThere() {
        Spot spot = new Spot(new DriverId("d"));
        assertThatIllegalStateException().isThrownBy(() -> index.remove(spot));
        assertThatIllegalStateException().isThrownBy(() -> index.move(spot, 0, 0));
        index.add(spot, new GeoPoint(0, 0));
        assertThatIllegalStateException().isThrownBy(() -> index.add(spot, new GeoPoint(0, 0)));
    }

    @Test
    void seesEveryDriverExactlyOnceWhileAllOfThemMove() throws Exception {
        int drivers = 200;
        for (int i = 0; i < drivers; i++) {
            add("d" + i, Region.NEW_YORK.somewhere(random));
        }
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<?>> moving = new ArrayList<>();
            for (List<Spot> half : List.of(spots.subList(0, drivers / 2), spots.subList(drivers / 2, drivers))) {
                Random own = new Random(random.nextLong());
                moving.add(threads.submit(() -> {
                    while (!done.get()) {
                        GeoPoint next = Region.NEW_YORK.somewhere(own);
                        index.move(half.get(own.nextInt(half.size())), next.latitude(), next.longitude());
                    }
                }));
            }
            try {
                for (int i = 0; i < 500; i++) {
                    List<NearbyDriver> found = index.nearest(new GeoPoint(40.75, -73.98), 100_000, drivers + 1);
                    assertThat(new HashSet<>(found.stream().map(NearbyDriver::driverId).toList()))
                            .describedAs("seed %d", SEED)
                            .hasSize(drivers);
                    assertThat(found).hasSize(drivers);
                }
            } finally {
                done.set(true);
            }
            for (Future<?> mover : moving) {
                mover.get();
            }
        }
    }

    /// Half a driver's old place and half their new one would be a third one.
    @Test
    void neverSeesHalfAMove() throws Exception {
        GeoPoint here = new GeoPoint(40.7501, -73.9801);
        GeoPoint there = new GeoPoint(40.7509, -73.9809);
        add("d", here);
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<?> moving = threads.submit(() -> {
                while (!done.get()) {
                    index.move(spots.getFirst(), there.latitude(), there.longitude());
                    index.move(spots.getFirst(), here.latitude(), here.longitude());
                }
            });
            try {
                for (int i = 0; i < 50_000; i++) {
                    assertThat(index.nearest(here, 10_000, 1).getFirst().position()).isIn(here, there);
                }
            } finally {
                done.set(true);
            }
            moving.get();
        }
    }

    private void add(String driver, GeoPoint position) {
        Spot spot = new Spot(new DriverId(driver));
        spots.add(spot);
        positions.put(spot, position);
        index.add(spot, position);
    }

    private void move(Spot spot, GeoPoint position) {
        positions.put(spot, position);
        index.move(spot, position.latitude(), position.longitude());
    }

    /// Distances are compared and not drivers: at a pole, many are equally near but for rounding.
    private void requireWhatBruteForceFinds(GeoPoint centre, double radius, int limit) {
        double[] expected = positions.values()
                .stream()
                .mapToDouble(centre::distanceTo)
                .filter(distance -> distance <= radius)
                .sorted()
                .limit(limit)
                .toArray();
        List<NearbyDriver> found = index.nearest(centre, radius, limit);

        assertThat(found.stream().mapToDouble(NearbyDriver::distanceMetres).toArray())
                .describedAs("seed %d, %.0f m around %s", SEED, radius, centre)
                .containsExactly(expected, within(1e-3));
        assertThat(found).extracting(NearbyDriver::driverId).doesNotHaveDuplicates();
        assertThat(found)
                .allSatisfy(driver -> assertThat(driver.distanceMetres())
                        .isCloseTo(centre.distanceTo(driver.position()), within(1e-3)));
    }

    private GeoPoint step(GeoPoint from) {
        return new GeoPoint(Math.clamp(from.latitude() + random.nextGaussian() * 0.001, -90, 90), from.longitude());
    }
}
