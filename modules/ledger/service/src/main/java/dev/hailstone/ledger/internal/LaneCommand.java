package dev.hailstone.ledger.internal;

import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/// A command on its way through a [WriterLane], and its caller, who waits.
///
/// @param <T> what the caller is told
final class LaneCommand<T> {

    private final Question question;
    private final KeyedCommand command;
    private final Decision<T> decision;
    private final CompletableFuture<Turn> turn = new CompletableFuture<>();
    private @Nullable T decided;
    private @Nullable RuntimeException failure = new IllegalStateException("nobody has carried the command out");

    private LaneCommand(Question question, KeyedCommand command, Decision<T> decision) {
        this.question = question;
        this.command = command;
        this.decision = decision;
    }

    /// @param trace keeps work in the trace of the caller: what the decision publishes belongs to it, whoever makes the
    ///         decision
    static <T> LaneCommand<T> of(Question question, KeyedCommand command, Decision<T> decision,
            UnaryOperator<Runnable> trace) {
        return new LaneCommand<>(question.and(command.key()), command, (books, keyed) -> {
            var kept = new Object() {

                @Nullable T decided;
            };
            trace.apply(() -> kept.decided = decision.on(books, keyed)).run();
            return kept.decided;
        });
    }

    /// What has to be known before the decision.
    Question question() {
        return question;
    }

    /// Decides, in the transaction of the books. It counts when that is committed.
    void decideIn(Books books) {
        decided = decision.on(books, command);
    }

    /// The decision is committed.
    void succeeded() {
        failure = null;
    }

    /// The decision could not be made or not be kept.
    void failed(RuntimeException reason) {
        failure = reason;
    }

    /// Lets the caller do the writing for all who wait.
    void write() {
        turn.complete(Turn.WRITE);
    }

    /// Lets the caller go.
    void finish() {
        turn.complete(Turn.FINISHED);
    }

    /// Waits until it is known what the caller does next. Being interrupted changes nothing of what becomes of the command.
    Turn await() {
        return turn.join();
    }

    /// @throws RuntimeException why the command was not carried out
    @Nullable
    T outcome() {
        if (failure != null) {
            throw failure;
        }
        return decided;
    }

    /// What a caller who waits does next.
    enum Turn {
        WRITE, FINISHED
    }

    /// Decides on a command, and records in the books what is to be recorded.
    interface Decision<T> {

        @Nullable
        T on(Books books, KeyedCommand command);
    }
}
