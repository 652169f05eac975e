package dev.hailstone.ledger.internal;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.hailstone.infra.messaging.CurrentTrace;
import dev.hailstone.infra.persistence.CommandReceipts;
import dev.hailstone.infra.persistence.IdempotencyKey;

/// Carries out commands from outside, those that come at once together (0063).
///
/// Those that name the same wallet take the same lane, so they follow each other instead of colliding. A capture, a release
/// or a refund names only a trip, and a reversal not even that: these may collide in the version of the wallet, and are
/// decided again. What an event causes is not a command from outside: it is decided in the dispatcher's own transaction.
@Component
class WriterLanes {

    /// Collisions are with the other lanes, dispatchers and other processes. After that many, each finds out by itself.
    private static final int TRIES_TOGETHER = 3;

    private final Ledger ledger;
    private final CommandReceipts receipts;
    private final Attempts attempts;
    private final CurrentTrace trace;
    private final List<WriterLane> lanes;

    WriterLanes(Ledger ledger, CommandReceipts receipts, Attempts attempts, CurrentTrace trace,
            LedgerProperties properties) {
        this.ledger = ledger;
        this.receipts = receipts;
        this.attempts = attempts;
        this.trace = trace;
        this.lanes = IntStream.range(0, properties.writerLanes()).mapToObj(_ -> new WriterLane(this::write)).toList();
    }

    /// Has a command decided and what it records committed. Any number of callers may do so at once.
    ///
    /// The decision may be made more than once, of which the last one counts, and by another caller's thread.
    ///
    /// @param question what has to be known before the decision
    /// @param command as it was sent
    /// @return what was decided
    /// @throws IllegalStateException within a transaction: its commit would not be the lane's
    /// @throws RuntimeException what the decision threw, or why it could not be written
    <T> T carryOut(Question question, IdempotencyKey key, Object command, LaneCommand.Decision<T> decision) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("a command from outside has a transaction of its own");
        }
        KeyedCommand keyed = new KeyedCommand(key, receipts.fingerprint(command));
        return Objects.requireNonNull(
                laneOf(question).carryOut(LaneCommand.of(question, keyed, decision, trace::keptFor)));
    }

    private WriterLane laneOf(Question question) {
        Object subject = question.wallets().isEmpty() ? question.trips() : question.wallets();
        return lanes.get(Math.floorMod(subject.hashCode(), lanes.size()));
    }

    private void write(List<LaneCommand<?>> batch) {
        try {
            if (batch.size() == 1) {
                attempts.of(() -> ledger.carryOut(batch));
            } else {
                together(batch);
            }
            batch.forEach(LaneCommand::succeeded);
        } catch (CannotCreateTransactionException unreachable) {
            batch.forEach(command -> command.failed(unreachable));
        } catch (RuntimeException failure) {
            separate(batch, failure);
        }
    }

    private void together(List<LaneCommand<?>> batch) {
        for (int tried = 1;; tried++) {
            try {
                ledger.carryOut(batch);
                return;
            } catch (ConcurrencyFailureException lost) {
                if (tried == TRIES_TOGETHER) {
                    throw lost;
                }
            }
        }
    }

    /// Finds out whose failure it is, by halves: all others are carried out, still together.
    private void separate(List<LaneCommand<?>> batch, RuntimeException failure) {
        if (batch.size() == 1) {
            batch.getFirst().failed(failure);
            return;
        }
        int half = batch.size() / 2;
        write(batch.subList(0, half));
        write(batch.subList(half, batch.size()));
    }
}
