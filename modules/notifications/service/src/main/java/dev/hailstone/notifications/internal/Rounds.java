package dev.hailstone.notifications.internal;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Repeats one piece of work in a thread of its own: every so often, and at once when it is woken.
final class Rounds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final ScheduledExecutorService thread;
    private final Runnable work;
    private final AtomicBoolean woken = new AtomicBoolean();

    Rounds(String name, Duration every, Runnable work) {
        this.work = work;
        this.thread = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name(name).factory());
        ScheduledFuture<?> _ = thread.scheduleWithFixedDelay(this::round, every.toNanos(), every.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    /// Several calls before the next round are one.
    void wake() {
        if (woken.compareAndSet(false, true)) {
            try {
                thread.execute(this::round);
            } catch (RejectedExecutionException _) {
                // It has been closed meanwhile; another process, or the next one, does the work.
            }
        }
    }

    private void round() {
        woken.set(false);
        try {
            work.run();
        } catch (RuntimeException failure) {
            // The database may be away; the next round has another chance.
            LOG.warn("{} failed and goes on: {}", Thread.currentThread().getName(), failure.toString());
            LOG.debug("Its failure", failure);
        }
    }

    /// Lets the round that runs come to its end, for a while.
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(15, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException _) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
