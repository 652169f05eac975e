package dev.hailstone.infra.simulator;

/// Waits in a thread that may be stopped: for what takes time in the simulated world, such as a ride, before a request that
/// failed is sent again, and between two questions of a client that polls, such as for the ledger's charges. Over HTTP nobody
/// tells it when the answer changes, and nothing of its own happens meanwhile that it could wait for.
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
