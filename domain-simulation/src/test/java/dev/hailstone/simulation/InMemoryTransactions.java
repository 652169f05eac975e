package dev.hailstone.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

import dev.hailstone.kernel.ModuleEvent;

/// The transactions of one module over its [tables][Table]: what was changed is undone unless the commit is reached.
///
/// One thread runs the whole simulation, and a transaction never waits for anything. So none sees another's changes
/// before they are committed, as with PostgreSQL.
public final class InMemoryTransactions extends AbstractPlatformTransactionManager {

    private static final long serialVersionUID = 1;

    private final transient Runnable aboutToBegin;
    private final transient Runnable aboutToCommit;
    private final transient Consumer<List<ModuleEvent>> committed;
    private final transient Runnable afterCommit;
    private final transient BooleanSupplier undoes;
    private transient @Nullable Running running;

    /// @param aboutToBegin a moment at which other things may happen
    /// @param aboutToCommit a moment at which the process may die
    /// @param committed told what a transaction has published, at the very moment of its commit
    /// @param afterCommit another such moment
    /// @param undoes false for the bug that changes stay when they must not
    InMemoryTransactions(Runnable aboutToBegin, Runnable aboutToCommit, Consumer<List<ModuleEvent>> committed,
            Runnable afterCommit, BooleanSupplier undoes) {
        this.aboutToBegin = aboutToBegin;
        this.aboutToCommit = aboutToCommit;
        this.committed = committed;
        this.afterCommit = afterCommit;
        this.undoes = undoes;
    }

    /// Notes how to undo a change that is being made.
    ///
    /// @throws IllegalStateException outside a transaction that may write
    void changed(Runnable undo) {
        Running current = running();
        if (current.readOnly) {
            throw new IllegalStateException("a read-only transaction writes");
        }
        current.undo.push(undo);
    }

    /// @throws IllegalStateException outside a transaction
    void requireTransaction() {
        var _ = running();
    }

    void publish(ModuleEvent event) {
        changed(() -> {});
        running().events.add(event);
    }

    /// Has something done when all else is done, just before the commit.
    ///
    /// @throws IllegalStateException outside a transaction
    public void flushing(Runnable flush) {
        running().flushes.add(flush);
    }

    /// Has something forgotten when the transaction is over, however it ends.
    ///
    /// @throws IllegalStateException outside a transaction
    public void ending(Runnable cleanup) {
        running().cleanups.add(cleanup);
    }

    private Running running() {
        if (running == null) {
            throw new IllegalStateException("a module's data is used outside its transactions");
        }
        return running;
    }

    @Override
    protected Object doGetTransaction() {
        return new Handle(running);
    }

    @Override
    protected boolean isExistingTransaction(Object transaction) {
        return ((Handle) transaction).running != null;
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
        aboutToBegin.run();
        running = new Running(definition.isReadOnly());
        ((Handle) transaction).running = running;
    }

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
        Running current = running();
        current.flushes.forEach(Runnable::run);
        if (current.readOnly) {
            return;
        }
        aboutToCommit.run();
        current.undo.clear();
        committed.accept(List.copyOf(current.events));
        afterCommit.run();
    }

    @Override
    protected void doRollback(DefaultTransactionStatus status) {
        Running current = running();
        while (undoes.getAsBoolean() && !current.undo.isEmpty()) {
            current.undo.pop().run();
        }
    }

    @Override
    protected void doSetRollbackOnly(DefaultTransactionStatus status) {
        throw new IllegalStateException("part of a transaction failed and the rest goes on");
    }

    @Override
    protected void doCleanupAfterCompletion(Object transaction) {
        running().cleanups.forEach(Runnable::run);
        running = null;
    }

    private static final class Handle {

        private @Nullable Running running;

        Handle(@Nullable Running running) {
            this.running = running;
        }
    }

    private static final class Running {

        private final boolean readOnly;
        private final Deque<Runnable> undo = new ArrayDeque<>();
        private final List<ModuleEvent> events = new ArrayList<>();
        private final List<Runnable> flushes = new ArrayList<>();
        private final List<Runnable> cleanups = new ArrayList<>();

        Running(boolean readOnly) {
            this.readOnly = readOnly;
        }
    }
}
