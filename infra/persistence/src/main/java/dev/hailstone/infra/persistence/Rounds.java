package dev.hailstone.infra.persistence;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Work that a module repeats in a thread of its own, one round after the other: when it is woken, and when the pause is
/// over that the last round asked for.
///
/// It begins when the application starts. At its end the round that is under way has ten seconds to finish and no other begins. What is
/// to be done stands in the database, so a round that fails, or never comes, is made good by a later one, of this process or
/// of another.
public abstract class Rounds implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final Duration pauseAfterFailure;
    private final Duration patience;
    private final Semaphore wakeUps = new Semaphore(0);
    private volatile @Nullable Thread thread;

    /// @param name of the thread
    /// @param pauseAfterFailure how long to wait after a round that threw
    protected Rounds(String name, Duration pauseAfterFailure) {
        this(name, pauseAfterFailure, PATIENCE);
    }

    Rounds(String name, Duration pauseAfterFailure, Duration patience) {
        this.name = name;
        this.pauseAfterFailure = pauseAfterFailure;
        this.patience = patience;
    }

    /// Does what is to be done now.
    ///
    /// @return how long to wait for a wake-up before the next round; zero for none at all
    protected abstract Duration round();

    /// Lets the next round begin at once. Several calls before it are one.
    public final void wake() {
        if (wakeUps.availablePermits() == 0) {
            wakeUps.release();
        }
    }

    @Override
    public final synchronized void start() {
        if (thread == null) {
            // No virtual thread, for the reason that this package gives in its defaults.properties.
            Thread starting = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
            // Before it runs, for it runs only as long as it is the thread of these rounds.
            thread = starting;
            starting.start();
        }
    }

    /// Lets the round that is under way finish. If that takes long it is interrupted: it may be waiting for a connection to a
    /// database that is gone.
    @Override
    public final synchronized void stop() {
        Thread stopping = thread;
        if (stopping == null) {
            return;
        }
        thread = null;
        wakeUps.release();
        try {
            if (!stopping.join(patience)) {
                LOG.warn("A round of {} is still under way after {} and is interrupted", name, patience);
                stopping.interrupt();
                stopping.join(patience);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Beside the others that stop now.
    @Override
    public final void stop(Runnable callback) {
        Thread.ofPlatform().name(name + " stopping").start(() -> {
            stop();
            callback.run();
        });
    }

    @Override
    public final boolean isRunning() {
        return thread != null;
    }

    private void run() {
        while (Thread.currentThread() == thread) {
            // Before the round: what is announced from here on is in the next one.
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
            return round();
        } catch (RuntimeException | Error failure) {
            LOG.warn("A round of {} failed; the next one is in {}", name, pauseAfterFailure, failure);
            return pauseAfterFailure;
        }
    }
}
