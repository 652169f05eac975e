package dev.hailstone.ledger.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import dev.hailstone.infra.persistence.IdempotencyKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/// Who writes, and what is written together.
class WriterLaneTests {

    @Test
    void letsWhoIsAloneWriteAtOnce() {
        List<Thread> writing = new ArrayList<>();
        WriterLane lane = new WriterLane(batch -> {
            writing.add(Thread.currentThread());
            batch.forEach(LaneCommand::succeeded);
        });

        lane.carryOut(any());
        lane.carryOut(any());

        assertThat(writing).containsOnly(Thread.currentThread()).hasSize(2);
    }

    @Test
    void writesTogetherWhatCameMeanwhile() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch allHaveCome = new CountDownLatch(1);
        ConcurrentLinkedQueue<Integer> batches = new ConcurrentLinkedQueue<>();
        WriterLane lane = new WriterLane(batch -> {
            batches.add(batch.size());
            writing.countDown();
            WaitingCallers.await(allHaveCome);
            batch.forEach(LaneCommand::succeeded);
        });

        List<CompletableFuture<Void>> callers = new ArrayList<>();
        callers.add(WaitingCallers.call(() -> lane.carryOut(any())));
        WaitingCallers.await(writing);
        callers.addAll(WaitingCallers.callAndWait(10, () -> lane.carryOut(any())));
        allHaveCome.countDown();

        for (CompletableFuture<Void> caller : callers) {
            caller.get(60, TimeUnit.SECONDS);
        }
        assertThat(batches).containsExactly(1, 10);
    }

    @Test
    void outlivesAWriterThatDies() {
        WriterLane lane = new WriterLane(_ -> {
            throw new StackOverflowError("too deep");
        });

        assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> lane.carryOut(any()));
        assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> lane.carryOut(any()));
    }

    @Test
    void doesNotTellWhoOnlyWaitedThatAllIsWell() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch allHaveCome = new CountDownLatch(1);
        WriterLane lane = new WriterLane(batch -> {
            writing.countDown();
            WaitingCallers.await(allHaveCome);
            if (batch.size() > 1) {
                throw new StackOverflowError("too deep");
            }
            batch.forEach(LaneCommand::succeeded);
        });

        CompletableFuture<Void> first = WaitingCallers.call(() -> lane.carryOut(any()));
        WaitingCallers.await(writing);
        List<CompletableFuture<Void>> others = WaitingCallers.callAndWait(3, () -> lane.carryOut(any()));
        allHaveCome.countDown();

        first.get(60, TimeUnit.SECONDS);
        for (CompletableFuture<Void> other : others) {
            assertThat(other).failsWithin(60, TimeUnit.SECONDS);
        }
    }

    private static LaneCommand<String> any() {
        return LaneCommand.of(Question.NONE, new KeyedCommand(new IdempotencyKey("any"), "00"), (_, _) -> "done",
                later -> later);
    }
}
