package dev.hailstone.infra.messaging;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class TransportLoopTests {

    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger interrupted = new AtomicInteger();

    @Test
    void finishWhatIsUnderWayAndBeginNothingMore() throws InterruptedException {
        CountDownLatch mayFinish = new CountDownLatch(1);
        AtomicInteger finished = new AtomicInteger();
        List<TransportLoop> loops = start((_, _) -> {
            begun.incrementAndGet();
            waitForTheOthers(mayFinish, finished);
            return Duration.ofDays(1);
        });

        Thread ending = Thread.ofPlatform().start(() -> {
            try {
                TransportLoop.end(loops, Duration.ofDays(1));
            } catch (InterruptedException interruption) {
                throw new IllegalStateException(interruption);
            }
        });
        mayFinish.countDown();

        assertThat(ending.join(Duration.ofSeconds(10))).isTrue();
        assertThat(finished).hasValue(loops.size());
        assertThat(begun).hasValue(loops.size());
    }

    /// As one that waits for a connection to a database which is gone.
    @Test
    void areInterruptedTogetherWhenTheyDoNotEnd() throws InterruptedException {
        CountDownLatch all = new CountDownLatch(3);
        List<TransportLoop> loops = start((_, _) -> {
            begun.incrementAndGet();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException _) {
                all.countDown();
                waitForTheOthers(all, interrupted);
            }
            return Duration.ZERO;
        });

        TransportLoop.end(loops, Duration.ofMillis(50));

        await().until(() -> interrupted.get() == loops.size());
        assertThat(begun).hasValue(loops.size());
    }

    private List<TransportLoop> start(TransportLoop.Work work) {
        List<TransportLoop> loops = Stream.generate(() -> TransportLoop.start("loop under test", new Signal(), work))
                .limit(3)
                .toList();
        await().until(() -> begun.get() >= loops.size());
        return loops;
    }

    private static void waitForTheOthers(CountDownLatch others, AtomicInteger done) {
        try {
            others.await();
            done.incrementAndGet();
        } catch (InterruptedException again) {
            throw new IllegalStateException(again);
        }
    }
}
