package dev.hailstone.infra.bench.effects;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Counts and times the events whose effects are committed, over all consumers.
public final class AppliedEvents {

    private static final long LONGEST_MICROS = TimeUnit.HOURS.toMicros(1);

    private final LongAdder count = new LongAdder();
    private final Recorder latencies = new Recorder(LONGEST_MICROS, 3);

    /// Counts an event once the running transaction is committed.
    ///
    /// @param dueAt when the event's own transaction was due, as of [System#nanoTime]
    public void afterCommit(long dueAt) {
        InTransaction known = (InTransaction) TransactionSynchronizationManager.getResource(this);
        if (known == null) {
            known = new InTransaction();
            TransactionSynchronizationManager.bindResource(this, known);
            TransactionSynchronizationManager.registerSynchronization(known);
        }
        known.add(dueAt);
    }

    /// Counts an event whose effects are committed.
    public void now(long dueAt) {
        long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - dueAt);
        latencies.recordValue(Math.clamp(micros, 0, LONGEST_MICROS));
        count.increment();
    }

    /// How many there have been.
    public long count() {
        return count.sum();
    }

    /// Times from due to applied since the last call, in microseconds.
    public Histogram takeLatencies() {
        return latencies.getIntervalHistogram();
    }

    /// One synchronization a transaction, however many events it applies: they are sorted at every step of a commit.
    private final class InTransaction implements TransactionSynchronization {

        private long[] dueAt = new long[16];
        private int events;

        void add(long due) {
            if (events == dueAt.length) {
                dueAt = Arrays.copyOf(dueAt, 2 * events);
            }
            dueAt[events++] = due;
        }

        @Override
        public void afterCommit() {
            for (int i = 0; i < events; i++) {
                now(dueAt[i]);
            }
        }

        @Override
        public void afterCompletion(int status) {
            TransactionSynchronizationManager.unbindResourceIfPossible(AppliedEvents.this);
        }

        @Override
        public void suspend() {
            TransactionSynchronizationManager.unbindResource(AppliedEvents.this);
        }

        @Override
        public void resume() {
            TransactionSynchronizationManager.bindResource(AppliedEvents.this, this);
        }
    }
}
