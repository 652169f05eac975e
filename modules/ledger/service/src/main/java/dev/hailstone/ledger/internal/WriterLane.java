package dev.hailstone.ledger.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.hailstone.ledger.internal.LaneCommand.Turn;

/// Where callers meet whose commands are written together.
///
/// A lane has no thread. A caller who finds it free writes at once. Whoever comes meanwhile waits; when the writing is
/// done, the first of them writes for all who wait by then, and so on. So a lonely caller pays nothing for the company that
/// it does not have, and a hundred share a commit.
final class WriterLane {

    /// More at once would save nothing, and keep the first one waiting.
    private static final int LARGEST_BATCH = 256;

    private final Consumer<List<LaneCommand<?>>> writer;
    private final Queue<LaneCommand<?>> waiting = new ArrayDeque<>();
    private boolean busy;

    /// @param writer carries all commands out, each of them wholly or not at all, and tells each what became of it
    WriterLane(Consumer<List<LaneCommand<?>>> writer) {
        this.writer = writer;
    }

    /// Returns when the command is carried out and that is committed.
    ///
    /// @throws RuntimeException why this very command was not carried out
    <T> @Nullable T carryOut(LaneCommand<T> command) {
        if (isFreeFor(command) || command.await() == Turn.WRITE) {
            write();
        }
        return command.outcome();
    }

    private synchronized boolean isFreeFor(LaneCommand<?> command) {
        waiting.add(command);
        if (busy) {
            return false;
        }
        busy = true;
        return true;
    }

    private void write() {
        List<LaneCommand<?>> batch = next();
        try {
            writer.accept(batch);
        } finally {
            handOver();
            batch.forEach(LaneCommand::finish);
        }
    }

    /// All who wait. The caller who writes is the first of them.
    private synchronized List<LaneCommand<?>> next() {
        List<LaneCommand<?>> batch = new ArrayList<>();
        while (batch.size() < LARGEST_BATCH && !waiting.isEmpty()) {
            batch.add(waiting.remove());
        }
        return batch;
    }

    private synchronized void handOver() {
        LaneCommand<?> first = waiting.peek();
        busy = first != null;
        if (first != null) {
            first.write();
        }
    }
}
