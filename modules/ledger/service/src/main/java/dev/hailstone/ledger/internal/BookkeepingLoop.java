package dev.hailstone.ledger.internal;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Lets the bookkeeper work whenever something was written, and looks once a second for what other processes wrote.
///
/// Between two rounds it gathers for a moment: a round costs nearly the same for one entry as for a hundred.
@Component
class BookkeepingLoop implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(BookkeepingLoop.class);
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);
    private static final Duration LONGEST_ROUND = Duration.ofSeconds(30);

    private final Bookkeeping bookkeeping;
    private final LedgerProperties properties;
    private final Semaphore wakeUps = new Semaphore(0);
    private volatile @Nullable Thread thread;

    BookkeepingLoop(Bookkeeping bookkeeping, LedgerProperties properties) {
        this.bookkeeping = bookkeeping;
        this.properties = properties;
    }

    void wake() {
        if (wakeUps.availablePermits() == 0) {
            wakeUps.release();
        }
    }

    @Override
    public synchronized void start() {
        if (thread == null) {
            Thread starting = Thread.ofPlatform().daemon().name("ledger-bookkeeping").unstarted(this::run);
            // Before it runs, for it runs only as long as it is this loop's thread.
            thread = starting;
            starting.start();
        }
    }

    /// Lets the round that is under way finish.
    @Override
    public synchronized void stop() {
        Thread stopping = thread;
        if (stopping == null) {
            return;
        }
        thread = null;
        wakeUps.release();
        try {
            if (!stopping.join(LONGEST_ROUND)) {
                LOG.warn("The bookkeeper is still at work after {}; what it does is done wholly or not at all",
                        LONGEST_ROUND);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void run() {
        while (Thread.currentThread() == thread) {
            try {
                Duration pause = round();
                Thread.sleep(pause);
                // After the pause: what was announced during it is in the next round.
                if (wakeUps.tryAcquire(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                    wakeUps.drainPermits();
                }
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private Duration round() {
        try {
            bookkeeping.catchUp();
            return properties.postingInterval();
        } catch (RuntimeException failure) {
            LOG.warn("The read models of the ledger stay behind; the next attempt is in {}", POLL_INTERVAL, failure);
            return POLL_INTERVAL;
        }
    }
}
