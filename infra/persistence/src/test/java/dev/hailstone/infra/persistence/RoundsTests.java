package dev.hailstone.infra.persistence;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class RoundsTests {

    private static final Duration NEVER = Duration.ofDays(1);

    private final AtomicInteger begun = new AtomicInteger();
    private volatile Duration pause = NEVER;
    private volatile boolean failing;

    private final Rounds rounds = new Rounds("rounds-under-test", Duration.ofMillis(1)) {

        @Override
        protected Duration round() {
            begun.incrementAndGet();
            if (failing) {
                throw new IllegalStateException("as the test wants it");
            }
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
        failing = true;
        rounds.start();

        await().until(() -> begun.get() > 3);
        assertThat(rounds.isRunning()).isTrue();
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
}
