package dev.hailstone.infra.persistence;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class RoundsTests {

    private static final Duration NEVER = Duration.ofDays(1);

    private final AtomicInteger begun = new AtomicInteger();
    private volatile Duration pause = NEVER;
    private volatile Runnable work = () -> {};

    private final Rounds rounds = new Rounds("rounds-under-test", Duration.ofMillis(1)) {

        @Override
        protected Duration round() {
            begun.incrementAndGet();
            work.run();
            return pause;
        }
    };

    @AfterEach
    void stop() {
        rounds.stop();
    }

    @Test
    void beginAtOnceAndThenWhenTheyAreWoken() {
        rounds.start();
        await().until(() -> begun.get() == 1);

        rounds.wake();

        await().until(() -> begun.get() == 2);
    }

    @Test
    void goOnWithoutBeingWokenWhenTheirPauseIsOver() {
        pause = Duration.ofMillis(1);
        rounds.start();

        await().until(() -> begun.get() > 3);
    }

    @Test
    void goOnAfterAFailure() {
        work = () -> {
            throw new IllegalStateException("as the test wants it");
        };
        rounds.start();

        await().until(() -> begun.get() > 3);
        assertThat(rounds.isRunning()).isTrue();
    }

    @Test
    void goOnAfterSomebodyElseHasTakenTheMemory() {
        work = () -> {
            throw new OutOfMemoryError("as the test wants it");
        };
        rounds.start();

        await().until(() -> begun.get() > 3);
    }

    @Test
    void endWhenTheyAreStoppedAndCanBeginAgain() {
        rounds.start();
        await().until(() -> begun.get() == 1);
        rounds.stop();
        assertThat(rounds.isRunning()).isFalse();

        rounds.wake();
        rounds.start();

        await().until(() -> begun.get() == 2);
    }

    /// As a round does that waits for a connection to a database which is gone.
    @Test
    void stopBesideEachOtherAndInterruptWhatDoesNotEnd() {
        CyclicBarrier allAreInterrupted = new CyclicBarrier(3);
        List<Rounds> stuck = Stream.generate(() -> stuckUntil(allAreInterrupted)).limit(3).toList();
        stuck.forEach(Rounds::start);
        await().until(() -> begun.get() == 3);

        CountDownLatch ended = new CountDownLatch(3);
        stuck.forEach(each -> each.stop(ended::countDown));

        await().until(() -> ended.getCount() == 0);
        assertThat(allAreInterrupted.isBroken()).isFalse();
        assertThat(stuck).noneMatch(Rounds::isRunning);
    }

    private Rounds stuckUntil(CyclicBarrier allAreInterrupted) {
        return new Rounds("stuck-rounds", NEVER, Duration.ofMillis(50)) {

            @Override
            protected Duration round() {
                begun.incrementAndGet();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException _) {
                    meet(allAreInterrupted);
                }
                return NEVER;
            }
        };
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException late) {
            throw new IllegalStateException(late);
        }
    }
}
