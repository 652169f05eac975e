package dev.hailstone.infra.messaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

import dev.hailstone.fixtures.meter.internal.TakingReadings;
import dev.hailstone.fixtures.meter.internal.TakingReadings.ChangedMind;

/// Readings taken by several threads at random, some of them in transactions that are rolled back.
///
/// @param seed makes it the same again, but for the scheduling of the threads
/// @param transactions of each thread; of no account for [#runUntil]
record Workload(long seed, int threads, int transactions, int meters) {

    static Workload seeded(int threads, int transactions, int meters) {
        long seed = Long.getLong("hailstone.seed", System.nanoTime());
        System.out.printf("workload seed %d (repeat with -Dhailstone.seed=%d)%n", seed, seed);
        return new Workload(seed, threads, transactions, meters);
    }

    /// Returns when all of it is done.
    void run(TakingReadings readings) throws Exception {
        List<Future<?>> futures = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (int thread = 0; thread < threads; thread++) {
                Random random = new Random(seed + thread);
                futures.add(executor.submit(() -> {
                    for (int i = 0; i < transactions; i++) {
                        run(readings, random);
                    }
                }));
            }
            for (Future<?> future : futures) {
                future.get(5, TimeUnit.MINUTES);
            }
        }
    }

    /// Goes on until it is enough, however many transactions that takes. One that the database has broken off is given up,
    /// and the next one begun.
    ///
    /// @param pause between two transactions of a thread; more than nothing
    void runUntil(TakingReadings readings, Duration pause, CountDownLatch enough) throws Exception {
        List<Future<?>> futures = new ArrayList<>();
        try (ScheduledExecutorService executor = Executors.newScheduledThreadPool(threads)) {
            for (int thread = 0; thread < threads; thread++) {
                Random random = new Random(seed + thread);
                futures.add(executor.scheduleWithFixedDelay(() -> {
                    try {
                        run(readings, random);
                    } catch (DataAccessException | TransactionException _) {
                        // Whether it was committed, the database knows.
                    }
                }, 0, pause.toNanos(), TimeUnit.NANOSECONDS));
            }
            enough.await();
        }
        for (Future<?> future : futures) {
            if (future.state() == Future.State.FAILED) {
                throw new IllegalStateException(future.exceptionNow());
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
}
