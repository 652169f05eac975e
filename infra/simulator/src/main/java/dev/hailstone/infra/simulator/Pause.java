package dev.hailstone.infra.simulator;

/// Waits in a thread that may be stopped: for what takes time in the simulated world, such as a ride, and before a request
/// that failed is sent again. Nothing else of the client's own happens meanwhile that it could wait for.
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
