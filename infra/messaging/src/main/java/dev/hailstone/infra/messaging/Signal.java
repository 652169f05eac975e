package dev.hailstone.infra.messaging;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Wakes one loop; several calls before it looks are one.
final class Signal {

    private final Semaphore raised = new Semaphore(0);

    void raise() {
        if (raised.availablePermits() == 0) {
            raised.release();
        }
    }

    /// Waits for the signal, at most so long, and lowers it.
    ///
    /// @return whether it was raised
    boolean await(Duration atMost) throws InterruptedException {
        boolean woken = raised.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
        raised.drainPermits();
        return woken;
    }
}
