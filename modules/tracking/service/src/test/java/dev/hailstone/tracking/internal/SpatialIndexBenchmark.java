package dev.hailstone.tracking.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import com.uber.h3core.H3Core;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.tracking.NearbyDriver;
import dev.hailstone.tracking.internal.SpatialIndex.Spot;

/// The spatial index beside what many would build first: Uber's H3 and a `ConcurrentHashMap` from cells to drivers.
///
/// A hundred thousand drivers in and around New York take small steps, one writer moves them as fast as it can, and one
/// reader asks for the ten nearest of random places. Both sides do the same work on the same places in the same order.
@State(Scope.Group)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class SpatialIndexBenchmark {

    private static final int DRIVERS = 100_000;
    /// About 30 m, what a car drives between two reports.
    private static final double STEP = 0.0003;
    /// Drivers go to and fro, so that the last move leads to where the first one began.
    private static final int MOVES = 10 * DRIVERS;
    private static final int NEAREST = 10;
    private static final int CENTRES = 4096;

    private final GeoPoint[] centres = new GeoPoint[CENTRES];
    private final int[] movers = new int[MOVES];
    private final double[] places = new double[2 * MOVES];
    private final Spot[] spots = new Spot[DRIVERS];
    private final SpatialIndex index = new SpatialIndex();
    private @Nullable HexagonIndex hexagons;

    /// The same for both, by a fixed seed.
    @Setup
    public void populate() throws IOException {
        Random random = new Random(4711);
        hexagons = new HexagonIndex();
        for (int i = 0; i < CENTRES; i++) {
            centres[i] = somewhere(random);
        }
        double[] positions = new double[2 * DRIVERS];
        double[] steps = new double[2 * DRIVERS];
        for (int i = 0; i < DRIVERS; i++) {
            GeoPoint position = somewhere(random);
            positions[2 * i] = position.latitude();
            positions[2 * i + 1] = position.longitude();
            steps[2 * i] = STEP * random.nextGaussian();
            steps[2 * i + 1] = STEP * random.nextGaussian();
            spots[i] = new Spot(new DriverId("d" + i));
            index.add(spots[i], position);
            hexagons.put(i, position.latitude(), position.longitude());
        }
        requireTheSameAnswers();
        for (int move = 0; move < MOVES; move++) {
            int driver = Math.floorMod(move * 7919L, DRIVERS);
            double direction = move / DRIVERS % 2 == 0 ? 1 : -1;
            movers[move] = driver;
            places[2 * move] = positions[2 * driver] += direction * steps[2 * driver];
            places[2 * move + 1] = positions[2 * driver + 1] += direction * steps[2 * driver + 1];
        }
    }

    /// Nobody is fast who is wrong.
    private void requireTheSameAnswers() {
        for (int i = 0; i < 100; i++) {
            GeoPoint centre = centres[i];
            double[] expected = hexagonIndex().nearest(centre, NEAREST)
                    .stream()
                    .mapToDouble(Distance::metres)
                    .toArray();
            List<NearbyDriver> found = index.nearest(centre, 50_000, NEAREST);
            for (int j = 0; j < NEAREST; j++) {
                if (Math.abs(found.get(j).distanceMetres() - expected[j]) > 1e-3) {
                    throw new IllegalStateException("%s: %s and %s".formatted(centre, found, expected[j]));
                }
            }
        }
    }

    private static GeoPoint somewhere(Random random) {
        return new GeoPoint(40.75 + 0.6 * (random.nextDouble() - 0.5), -73.98 + 0.6 * (random.nextDouble() - 0.5));
    }

    private HexagonIndex hexagonIndex() {
        HexagonIndex known = hexagons;
        if (known == null) {
            throw new IllegalStateException("not populated");
        }
        return known;
    }

    /// How far a thread has come. One for each thread: writer and reader would fetch a common counter from each other.
    @State(Scope.Thread)
    public static class Progress {

        private int next;

        /// Moves were made before, in an order of drivers that no cache foresees: what is measured is the update and not how it
        /// comes about.
        int nextMove() {
            int move = next;
            next = move + 1 < MOVES ? move + 1 : 0;
            return move;
        }

        int nextCentre() {
            return Math.floorMod(next++, CENTRES);
        }
    }

    @Benchmark
    @Group("index")
    @GroupThreads(1)
    public void indexUpdate(Progress progress) {
        int move = progress.nextMove();
        index.move(spots[movers[move]], places[2 * move], places[2 * move + 1]);
    }

    @Benchmark
    @Group("index")
    @GroupThreads(1)
    public List<NearbyDriver> indexNearest(Progress progress) {
        return index.nearest(centres[progress.nextCentre()], 50_000, NEAREST);
    }

    @Benchmark
    @Group("h3")
    @GroupThreads(1)
    public void h3Update(Progress progress) {
        int move = progress.nextMove();
        hexagonIndex().put(movers[move], places[2 * move], places[2 * move + 1]);
    }

    @Benchmark
    @Group("h3")
    @GroupThreads(1)
    public List<Distance> h3Nearest(Progress progress) {
        return hexagonIndex().nearest(centres[progress.nextCentre()], NEAREST);
    }

    /// The other side. Its cells of resolution 8 are 0.74 km², its discs grow by a ring until the ten nearest lie within a
    /// circle that the disc contains for sure.
    private static final class HexagonIndex {

        private static final int RESOLUTION = 8;
        private static final ConcurrentHashMap<Integer, GeoPoint> NOBODY = new ConcurrentHashMap<>();
        /// Whoever lies beyond so many rings around a cell is at least so far from all of its points, times the rings: an edge
        /// is 530 m long on average, and not much shorter anywhere.
        private static final double METRES_PER_RING = 450;

        private final H3Core h3 = H3Core.newInstance();
        private final ConcurrentHashMap<Long, ConcurrentHashMap<Integer, GeoPoint>> cells = new ConcurrentHashMap<>();
        private final long[] cellOf = new long[DRIVERS];

        HexagonIndex() throws IOException {}

        void put(int driver, double latitude, double longitude) {
            long cell = h3.latLngToCell(latitude, longitude, RESOLUTION);
            cells.computeIfAbsent(cell, _ -> new ConcurrentHashMap<>()).put(driver, new GeoPoint(latitude, longitude));
            long before = cellOf[driver];
            if (before != cell) {
                cellOf[driver] = cell;
                cells.getOrDefault(before, NOBODY).remove(driver);
            }
        }

        List<Distance> nearest(GeoPoint centre, int limit) {
            long cell = h3.latLngToCell(centre.latitude(), centre.longitude(), RESOLUTION);
            for (int rings = 1;; rings++) {
                PriorityQueue<Distance> farthestFirst = new PriorityQueue<>(limit + 1,
                        Comparator.comparingDouble(Distance::metres).reversed());
                for (long around : h3.gridDisk(cell, rings)) {
                    cells.getOrDefault(around, NOBODY).forEach((driver, position) -> {
                        double metres = centre.distanceTo(position);
                        if (farthestFirst.size() < limit || metres < farthestFirst.element().metres()) {
                            farthestFirst.add(new Distance(driver, metres));
                            if (farthestFirst.size() > limit) {
                                farthestFirst.remove();
                            }
                        }
                    });
                }
                if (farthestFirst.size() == limit && farthestFirst.element().metres() <= rings * METRES_PER_RING) {
                    List<Distance> found = new ArrayList<>(farthestFirst);
                    found.sort(Comparator.comparingDouble(Distance::metres));
                    return found;
                }
            }
        }
    }

    /// How far a driver is.
    public record Distance(int driver, double metres) {}

    /// Runs it: `java -cp <test class path> dev.hailstone.tracking.internal.SpatialIndexBenchmark`.
    public static void main(String... arguments) throws RunnerException {
        new Runner(new OptionsBuilder().include(SpatialIndexBenchmark.class.getName())
                .jvmArgsAppend("-Xms1g", "-Xmx1g", "--enable-native-access=ALL-UNNAMED")
                .build()).run();
    }
}
