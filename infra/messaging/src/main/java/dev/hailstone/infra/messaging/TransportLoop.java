package dev.hailstone.infra.messaging;

import java.time.Duration;
import java.util.Collection;
import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Repeats one piece of work in a thread of its own: when it is woken, when its pause is over, until it is stopped.
final class TransportLoop {

    private static final Logger LOG = LoggerFactory.getLogger(TransportLoop.class);

    private static final Duration PAUSE_AFTER_BUG = Duration.ofSeconds(5);

    private final Signal signal;
    private final Work work;
    private final Thread thread;
    private volatile boolean running = true;

    private TransportLoop(String name, Signal signal, Work work) {
        this.signal = signal;
        this.work = work;
        // No virtual thread, for the reason that persistence gives in its defaults.properties.
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    static TransportLoop start(String name, Signal signal, Work work) {
        TransportLoop loop = new TransportLoop(name, signal, work);
        loop.thread.start();
        return loop;
    }

    /// Lets them finish what they are doing and begin nothing more, and waits for their end, of all of them together. Who is
    /// still at it after the time is interrupted: a loop that waits for a connection, say, to a database that is gone.
    static void end(Collection<TransportLoop> loops, Duration patience) throws InterruptedException {
        loops.forEach(TransportLoop::stop);
        if (join(loops, patience)) {
            return;
        }
        for (TransportLoop loop : loops) {
            if (loop.thread.isAlive()) {
                LOG.warn("{} does not end within {} and is interrupted", loop.thread.getName(), patience);
                loop.thread.interrupt();
            }
        }
        join(loops, patience);
    }

    private void stop() {
        running = false;
        signal.raise();
    }

    private static boolean join(Collection<TransportLoop> loops, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean ended = true;
        for (TransportLoop loop : loops) {
            ended &= loop.thread.join(Duration.ofNanos(deadline - System.nanoTime()));
        }
        return ended;
    }

    private void run() {
        boolean woken = true;
        while (running) {
            Duration pause = turn(woken);
            try {
                woken = pause.isZero() || signal.await(pause);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private Duration turn(boolean woken) {
        try {
            return work.turn(woken, () -> running);
        } catch (RuntimeException | Error bug) {
            LOG.error("{} failed in a way that it should have dealt with", thread.getName(), bug);
            return PAUSE_AFTER_BUG;
        }
    }

    /// What a loop does.
    interface Work {

        /// @param woken whether there was a signal, or the last turn asked for another
        /// @param goOn false when the loop is to end
        /// @return how long to wait for a signal before the next turn
        Duration turn(boolean woken, BooleanSupplier goOn);
    }
}
