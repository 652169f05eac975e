package dev.hailstone.pricing.internal;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import dev.hailstone.infra.persistence.ModuleTransactions;
import dev.hailstone.infra.persistence.TimeOrderedIds;
import dev.hailstone.kernel.Money;
import dev.hailstone.pricing.internal.FareDifference.Verdict;

/// Lets the candidate compute what the control has answered, and records where they differ.
///
/// It does so on a thread of its own, a little later. Cases wait in a queue of limited length; one that finds it full is
/// not compared, and counted as dropped. What waits when the process ends is not compared either: a comparison is a
/// sample, nothing is promised to anybody.
@Component
final class ComparingFares implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ComparingFares.class);
    private static final int BATCH = 100;
    private static final int WAITING = 10_000;
    private static final Duration LONGEST_BATCH = Duration.ofSeconds(5);

    private final @Nullable FareCalculator candidate;
    private final String control;
    private final FareDifferences differences;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final BlockingQueue<Answered> waiting = new ArrayBlockingQueue<>(WAITING);
    private final Counter same;
    private final Counter different;
    private final Counter failed;
    private final Counter dropped;
    private final Timer duration;
    private volatile @Nullable Thread thread;

    ComparingFares(List<FareCalculator> calculators, FareDifferences differences, ModuleTransactions transactions,
            Clock clock, PricingSettings settings, MeterRegistry meters) {
        String name = settings.fares().candidate();
        this.candidate = name == null ? null : CalculatingFares.named(name, "fares.candidate", calculators);
        this.control = settings.fares().control();
        this.differences = differences;
        this.transaction = transactions.of("pricing");
        this.clock = clock;
        this.same = counter("same", meters);
        this.different = counter("different", meters);
        this.failed = counter("failed", meters);
        this.dropped = counter("dropped", meters);
        this.duration = Timer.builder("hailstone.pricing.fares.candidate")
                .description("What the candidate takes for a fare")
                .register(meters);
        meters.gaugeCollectionSize("hailstone.pricing.fares.waiting", List.of(), waiting);
    }

    private static Counter counter(String outcome, MeterRegistry meters) {
        return Counter.builder("hailstone.pricing.fares.compared")
                .description("Fares that a candidate was to compute too")
                .tag("outcome", outcome)
                .register(meters);
    }

    /// Never waits and never fails.
    void offer(FareCase fareCase, Money answer) {
        if (candidate != null && !waiting.offer(new Answered(fareCase, answer))) {
            dropped.increment();
        }
    }

    @Override
    public synchronized void start() {
        FareCalculator calculator = candidate;
        if (calculator != null && thread == null) {
            LOG.info("Fares of '{}' are compared with those of '{}'", control, calculator.name());
            Thread starting = Thread.ofPlatform().daemon().name("pricing-comparison").unstarted(() -> run(calculator));
            // Before it runs, for it runs only as long as it is this component's thread.
            thread = starting;
            starting.start();
        }
    }

    @Override
    public synchronized void stop() {
        Thread stopping = thread;
        if (stopping == null) {
            return;
        }
        thread = null;
        stopping.interrupt();
        try {
            if (!stopping.join(LONGEST_BATCH)) {
                LOG.warn("The candidate still computes a fare after {}; nobody waits for it", LONGEST_BATCH);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void run(FareCalculator calculator) {
        List<Answered> batch = new ArrayList<>();
        while (Thread.currentThread() == thread) {
            try {
                batch.clear();
                batch.add(waiting.take());
                waiting.drainTo(batch, BATCH - 1);
            } catch (InterruptedException _) {
                // To stop, which the loop sees.
                continue;
            }
            compare(batch, calculator);
        }
    }

    private void compare(List<Answered> batch, FareCalculator calculator) {
        List<FareDifference> found = batch.stream()
                .map(answered -> compare(answered, calculator))
                .flatMap(Optional::stream)
                .toList();
        if (found.isEmpty()) {
            return;
        }
        try {
            transaction.executeWithoutResult(_ -> differences.add(found));
        } catch (RuntimeException | Error failure) {
            LOG.warn("{} differences between fares could not be recorded", found.size(), failure);
        }
    }

    private Optional<FareDifference> compare(Answered answered, FareCalculator calculator) {
        Verdict verdict;
        try {
            Money answer = Objects.requireNonNull(duration.record(() -> calculator.price(answered.fareCase())));
            if (answered.answer().equals(answer)) {
                same.increment();
                return Optional.empty();
            }
            different.increment();
            verdict = new Verdict.Differed(answer);
        } catch (Throwable failure) {
            failed.increment();
            verdict = new Verdict.Failed(text(failure));
        } finally {
            forgetInterruption();
        }
        return Optional.of(new FareDifference(TimeOrderedIds.next(), answered.fareCase(), control, answered.answer(),
                calculator.name(), verdict, clock.instant()));
    }

    /// What failures say is the candidate's code too.
    private static String text(Throwable failure) {
        try {
            return Objects.requireNonNull(failure.toString());
        } catch (Throwable _) {
            return failure.getClass().getName();
        }
    }

    /// A candidate may leave its thread interrupted, which would end waits that are none of its business. The interruption of
    /// [#stop()] remains: this thread is no longer the component's before that comes.
    private void forgetInterruption() {
        if (Thread.interrupted() && Thread.currentThread() != thread) {
            Thread.currentThread().interrupt();
        }
    }

    /// A case and what the control said.
    private record Answered(FareCase fareCase, Money answer) {}
}
