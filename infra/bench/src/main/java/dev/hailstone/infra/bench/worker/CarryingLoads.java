package dev.hailstone.infra.bench.worker;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import org.HdrHistogram.Histogram;

import dev.hailstone.infra.bench.effects.AppliedEvents;
import dev.hailstone.infra.bench.shop.PurchaseChange;
import dev.hailstone.infra.bench.worker.Outcome.Latency;

/// Carries one load after the other on a shop.
final class CarryingLoads {

    /// As many as the migration of the shop has made of each kind.
    static final int PURCHASES = 1000;
    /// Without any event applied for so long, the rest is lost, and the check will say so.
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(1);

    private final Shop shop;
    private final AppliedEvents applied;
    private final int consumers;
    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private final RetainedHeap retained = RetainedHeap.watch();
    private long seed;

    CarryingLoads(Shop shop, AppliedEvents applied, int consumers) {
        this.shop = shop;
        this.applied = applied;
        this.consumers = consumers;
    }

    Outcome carry(Load load) throws InterruptedException, ExecutionException {
        long before = applied.count();
        applied.takeLatencies();
        Callers callers = new Callers(load, System.nanoTime());
        try (ExecutorService threads = Executors.newFixedThreadPool(load.callers())) {
            List<Future<?>> calls = IntStream.range(0, load.callers())
                    .<Future<?>>mapToObj(_ -> threads.submit(callers.caller(new SplittableRandom(seed++))))
                    .toList();
            for (Future<?> call : calls) {
                call.get();
            }
        }
        double callingSeconds = callers.seconds();
        long transactions = callers.committed.get();
        long whileCalling = applied.count() - before;
        long expected = load.told() ? transactions * load.events() * consumers : 0;
        await(before + expected);
        double seconds = callers.seconds();
        Histogram latencies = applied.takeLatencies();
        long all = applied.count() - before;
        System.gc();
        long heapAfterwards = memory.getHeapMemoryUsage().getUsed();
        return new Outcome(transactions, callingSeconds, all, whileCalling, seconds, all == expected,
                new Latency(millis(latencies, 50), millis(latencies, 90), millis(latencies, 99),
                        millis(latencies, 99.9), millis(latencies, 100)),
                Math.max(retained.takeMost(), heapAfterwards), heapAfterwards, shop.heard());
    }

    private void await(long count) {
        long known = applied.count();
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        while (known < count && System.nanoTime() < giveUpAt) {
            LockSupport.parkNanos(LOOK.toNanos());
            long now = applied.count();
            if (now > known) {
                known = now;
                giveUpAt = System.nanoTime() + PATIENCE.toNanos();
            }
        }
    }

    private static double millis(Histogram micros, double percentile) {
        return micros.getTotalCount() == 0 ? 0 : micros.getValueAtPercentile(percentile) / 1000.0;
    }

    /// The callers of one load. They share its transactions.
    private final class Callers {

        private final Load load;
        private final long start;
        private final long end;
        private final AtomicLong next = new AtomicLong();
        private final AtomicLong committed = new AtomicLong();

        Callers(Load load, long start) {
            this.load = load;
            this.start = start;
            this.end = start + (long) (load.seconds() * TimeUnit.SECONDS.toNanos(1));
        }

        double seconds() {
            return (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
        }

        Runnable caller(SplittableRandom random) {
            return () -> {
                for (long number = next.getAndIncrement(); number < load.transactions(); number = next
                        .getAndIncrement()) {
                    long dueAt = dueAt(number);
                    if (dueAt >= end) {
                        return;
                    }
                    for (long early = dueAt - System.nanoTime(); early > 0; early = dueAt - System.nanoTime()) {
                        LockSupport.parkNanos(early);
                    }
                    if (System.nanoTime() >= end) {
                        return;
                    }
                    shop.change(change(random, dueAt));
                    committed.incrementAndGet();
                }
            };
        }

        private long dueAt(long number) {
            return load.perSecond() == 0
                    ? System.nanoTime()
                    : start + (long) (number / load.perSecond() * TimeUnit.SECONDS.toNanos(1));
        }

        private PurchaseChange change(SplittableRandom random, long dueAt) {
            List<Long> amounts = random.longs(load.events(), 1, 10_000).boxed().toList();
            return new PurchaseChange((load.told() ? "told-" : "bare-") + random.nextInt(PURCHASES), amounts,
                    load.told(), dueAt);
        }
    }
}
