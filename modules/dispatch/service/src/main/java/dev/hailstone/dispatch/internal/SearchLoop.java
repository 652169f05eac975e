package dev.hailstone.dispatch.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/// Runs one round of searching after the other while there is something to do.
///
/// It is woken when a search has begun in this process. It looks by itself when the next attempt is due, and every poll
/// interval for searches that were begun elsewhere or before a restart.
@Component
class SearchLoop implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(SearchLoop.class);
    /// A due search that no round takes up is in the hands of another transaction, which is as short as this.
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_ROUND = Duration.ofSeconds(30);

    private final SearchingDrivers searching;
    private final AssigningDrivers assigning;
    private final DispatchSettings settings;
    private final Clock clock;
    private final Semaphore wakeUps = new Semaphore(0);
    private volatile @Nullable Thread thread;

    SearchLoop(SearchingDrivers searching, AssigningDrivers assigning, DispatchSettings settings, Clock clock) {
        this.searching = searching;
        this.assigning = assigning;
        this.settings = settings;
        this.clock = clock;
    }

    @TransactionalEventListener
    void on(SearchBegun search) {
        wakeUps.release();
    }

    @Override
    public synchronized void start() {
        if (thread == null) {
            Thread starting = Thread.ofPlatform().daemon().name("dispatch-search").unstarted(this::run);
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
                LOG.warn(
                        "A round of searching is still under way after {}; its searches go on when their claim has run out",
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
            // Before looking: what is announced from here on wakes the loop again.
            wakeUps.drainPermits();
            try {
                var _ = wakeUps.tryAcquire(pauseAfterARound().toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private Duration pauseAfterARound() {
        try {
            return searching.round() > 0 ? Duration.ZERO : untilNextAttempt();
        } catch (RuntimeException failure) {
            LOG.warn("A round of searching failed; the next one is in {}", settings.pollInterval(), failure);
            return settings.pollInterval();
        }
    }

    private Duration untilNextAttempt() {
        Instant now = clock.instant();
        Duration pause = assigning.nextAttempt()
                .map(next -> Duration.between(now, next))
                .filter(untilNext -> untilNext.compareTo(settings.pollInterval()) < 0)
                .orElse(settings.pollInterval());
        return pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause;
    }
}
