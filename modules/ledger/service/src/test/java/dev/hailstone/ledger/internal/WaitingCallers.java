package dev.hailstone.ledger.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

/// Callers that wait for each other, each in a thread of its own.
final class WaitingCallers {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private WaitingCallers() {}

    /// @return completed when the work is done
    static CompletableFuture<Void> call(Runnable work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        start(work, done);
        return done;
    }

    /// Calls several times at once, and returns when all callers wait for their turn in a lane.
    static List<CompletableFuture<Void>> callAndWait(int times, Runnable work) {
        List<CompletableFuture<Void>> calls = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            threads.add(start(work, done));
            calls.add(done);
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> threads.stream().allMatch(WaitingCallers::waitsForItsTurn));
        return calls;
    }

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody came");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean waitsForItsTurn(Thread thread) {
        return thread.getState() == Thread.State.WAITING && Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(LaneCommand.class.getName())
                        && frame.getMethodName().equals("await"));
    }

    private static Thread start(Runnable work, CompletableFuture<Void> done) {
        return Thread.ofPlatform().daemon().start(() -> {
            try {
                work.run();
                done.complete(null);
            } catch (Throwable failure) {
                done.completeExceptionally(failure);
            }
        });
    }
}
