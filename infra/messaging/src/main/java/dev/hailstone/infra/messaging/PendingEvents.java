package dev.hailstone.infra.messaging;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// The events of one transaction, from their publication to its end.
final class PendingEvents implements TransactionSynchronization {

    private static final Object KEY = PendingEvents.class;

    private final List<PublishedEvent> events = new ArrayList<>();
    private final IdentityHashMap<Object, Integer> savepoints = new IdentityHashMap<>();
    private final Consumer<List<PublishedEvent>> committed;
    private boolean written;

    private PendingEvents(Consumer<List<PublishedEvent>> committed) {
        this.committed = committed;
    }

    /// Those of the current transaction.
    ///
    /// @param committed told the events, all of one module, once they are committed
    static PendingEvents ofTransaction(Consumer<List<PublishedEvent>> committed) {
        PendingEvents known = current();
        if (known != null) {
            return known;
        }
        PendingEvents pending = new PendingEvents(committed);
        TransactionSynchronizationManager.registerSynchronization(pending);
        TransactionSynchronizationManager.bindResource(KEY, pending);
        return pending;
    }

    private static @Nullable PendingEvents current() {
        return (PendingEvents) TransactionSynchronizationManager.getResource(KEY);
    }

    void add(PublishedEvent event) {
        if (written) {
            throw new IllegalStateException("""
                    %s of key %s is published after its transaction's events were written, so it would be lost. \
                    Publish in the transaction's own work, not while it commits or afterwards."""
                    .formatted(event.type().name(), event.key()));
        }
        events.add(event);
    }

    /// All of them; from now on there can be no more.
    List<PublishedEvent> close() {
        written = true;
        return events;
    }

    @Override
    public void savepoint(Object savepoint) {
        savepoints.put(savepoint, events.size());
    }

    @Override
    public void savepointRollback(Object savepoint) {
        // A savepoint that is not known is older than the first event.
        int kept = savepoints.getOrDefault(savepoint, 0);
        events.subList(kept, events.size()).clear();
    }

    @Override
    public void suspend() {
        TransactionSynchronizationManager.unbindResource(KEY);
    }

    @Override
    public void resume() {
        TransactionSynchronizationManager.bindResource(KEY, this);
    }

    @Override
    public void afterCommit() {
        if (!events.isEmpty()) {
            CrashPoint.PUBLISHED.reach();
            committed.accept(events);
        }
    }

    @Override
    public void afterCompletion(int status) {
        TransactionSynchronizationManager.unbindResourceIfPossible(KEY);
    }
}
