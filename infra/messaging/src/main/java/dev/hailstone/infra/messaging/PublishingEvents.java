package dev.hailstone.infra.messaging;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;

import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.hailstone.infra.persistence.LocalModules;
import dev.hailstone.infra.persistence.ModuleDescriptor;
import dev.hailstone.infra.persistence.TimeOrderedIds;
import dev.hailstone.kernel.ModuleEvent;

/// Collects what a transaction publishes and writes it to the outbox as the last thing before the commit.
///
/// It is the transaction manager's listener and no synchronization, because it has to come after all of these: an event
/// that is first published in another's `beforeCommit` counts too.
class PublishingEvents implements TransactionExecutionListener {

    /// As [ModuleEvent#key] allows.
    private static final int KEY_LIMIT = 200;

    private final Outbox outbox;
    private final EventJson json;
    private final EventTraces traces;
    private final LocalModules modules;
    private final Clock clock;
    private final Consumer<List<PublishedEvent>> committed;

    /// @param committed told the events of a transaction, all of one module, once they are committed
    PublishingEvents(Outbox outbox, EventJson json, EventTraces traces, LocalModules modules,
            Clock clock, Consumer<List<PublishedEvent>> committed) {
        this.outbox = outbox;
        this.json = json;
        this.traces = traces;
        this.modules = modules;
        this.clock = clock;
        this.committed = committed;
    }

    /// @throws IllegalStateException if the event would not be safe: there is no transaction, it cannot write, it is
    ///         another module's, or it is already being committed
    /// @throws IllegalArgumentException if the event cannot travel: it has no wire type, a wrong key, or is too large
    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void collect(ModuleEvent event) {
        WireType type = WireType.of(event.getClass());
        requireTransactionOf(type);
        String key = event.key();
        if (key.isEmpty() || key.length() > KEY_LIMIT) {
            throw new IllegalArgumentException("the key of %s must have 1 to %d characters, has %d"
                    .formatted(type.name(), KEY_LIMIT, key.length()));
        }
        // PostgreSQL keeps microseconds, and would round.
        var occurredAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
        PendingEvents.ofTransaction(committed)
                .add(new PublishedEvent(TimeOrderedIds.next(), key, type, occurredAt, traces.headers(),
                        json.write(event)));
    }

    @Override
    public void beforeCommit(TransactionExecution transaction) {
        if (!transaction.isNewTransaction() || !TransactionSynchronizationManager.isSynchronizationActive()) {
            return;
        }
        // Closed even when there is no event, so that one published after the commit is refused and not lost.
        List<PublishedEvent> events = PendingEvents.ofTransaction(committed).close();
        if (!events.isEmpty()) {
            // What JPA holds back goes first, as always in SQL: row locks of entities are taken before those of the keys.
            outbox.add(events.getFirst().type().producer(), events);
            CrashPoint.OUTBOX_WRITTEN.reach();
        }
    }

    private void requireTransactionOf(WireType type) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()
                || !TransactionSynchronizationManager.isSynchronizationActive()) {
            throw new IllegalStateException(
                    "%s is published outside a transaction, so nothing says whether it happened. Publish it in the transaction that makes it true."
                            .formatted(type.name()));
        }
        if (TransactionSynchronizationManager.isCurrentTransactionReadOnly()) {
            throw new IllegalStateException(
                    "%s is published in a read-only transaction, which cannot keep it".formatted(type.name()));
        }
        String transaction = TransactionSynchronizationManager.getCurrentTransactionName();
        String module = transaction == null
                ? ""
                : modules.owning(transaction).map(ModuleDescriptor::name).orElse("");
        if (!module.equals(type.producer())) {
            throw new IllegalStateException("""
                    %s is published in the transaction '%s' of %s; only its own module may publish it."""
                    .formatted(type.name(), transaction, module.isEmpty() ? "no module" : "module " + module));
        }
    }
}
