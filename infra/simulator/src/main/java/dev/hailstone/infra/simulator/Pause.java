package dev.hailstone.infra.simulator;

/// Waits in a thread that may be stopped.
final class Pause {

    private Pause() {}

    /// @throws StoppedException if the thread is interrupted meanwhile
    static void millis(long millis) {
        try {
            Thread.sleep(Math.max(millis, 0));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException(e);
        }
    }
}
