package dev.hailstone.infra.messaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

import dev.hailstone.fixtures.meter.internal.TakingReadings;
import dev.hailstone.fixtures.meter.internal.TakingReadings.ChangedMind;

/// Readings taken by several threads at random, some of them in transactions that are rolled back.
///
/// @param seed makes it the same again, but for the scheduling of the threads
record Workload(long seed, int threads, int transactions, int meters) {

    static Workload seeded(int threads, int transactions, int meters) {
        long seed = Long.getLong("hailstone.seed", System.nanoTime());
        System.out.printf("workload seed %d (repeat with -Dhailstone.seed=%d)%n", seed, seed);
        return new Workload(seed, threads, transactions, meters);
    }

    /// Returns when all of it is done.
    void run(TakingReadings readings) throws Exception {
        run(readings, () -> false);
    }

    /// Returns when all of it is done, or it is enough.
    void run(TakingReadings readings, BooleanSupplier enough) throws Exception {
        run(readings, enough, this::run);
    }

    /// The same, but a transaction that the database has broken off is given up, and the next one begun.
    void runOn(TakingReadings readings, BooleanSupplier enough) throws Exception {
        run(readings, enough, (each, random) -> {
            try {
                run(each, random);
            } catch (DataAccessException | TransactionException _) {
                // Whether it was committed, the database knows.
            }
        });
    }

    private void run(TakingReadings readings, BooleanSupplier enough, Step step) throws Exception {
        List<Future<?>> futures = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (int thread = 0; thread < threads; thread++) {
                Random random = new Random(seed + thread);
                futures.add(executor.submit(() -> {
                    for (int i = 0; i < transactions && !enough.getAsBoolean(); i++) {
                        step.take(readings, random);
                    }
                }));
            }
            for (Future<?> future : futures) {
                future.get(5, TimeUnit.MINUTES);
            }
        }
    }

    private void run(TakingReadings readings, Random random) {
        String meter = "meter-" + random.nextInt(meters);
        int count = 1 + random.nextInt(4);
        if (random.nextInt(10) == 0) {
            try {
                readings.takeAndFail(meter, count);
            } catch (ChangedMind _) {
                // as it should be
            }
        } else {
            readings.take(meter, count);
        }
    }

    /// One transaction.
    private interface Step {

        void take(TakingReadings readings, Random random);
    }
}
