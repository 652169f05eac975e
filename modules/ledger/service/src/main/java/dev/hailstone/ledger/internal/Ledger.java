package dev.hailstone.ledger.internal;

import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import dev.hailstone.infra.messaging.CurrentTrace;
import dev.hailstone.infra.persistence.TransactionBound;

/// The way to the ledger's [Books].
@Component
class Ledger {

    private final Entries entries;
    private final LedgerProperties properties;
    private final Clock clock;
    private final BookkeepingLoop bookkeeping;
    private final CurrentTrace trace;

    Ledger(Entries entries, LedgerProperties properties, Clock clock, BookkeepingLoop bookkeeping,
            CurrentTrace trace) {
        this.entries = entries;
        this.properties = properties;
        this.clock = clock;
        this.bookkeeping = bookkeeping;
        this.trace = trace;
    }

    /// Opens the books for the running transaction. Opened again, they are the same.
    ///
    /// Any number of transactions may have books open at once. Two that write to the same wallet are told apart by its
    /// version: the later one fails with an optimistic lock and is to be done again. Two that write to different wallets
    /// never wait for each other, whatever accounts they both add to.
    ///
    /// @throws IllegalStateException outside a transaction
    Books open() {
        return TransactionBound.get(Books.class, () -> new Books(entries, properties, clock, bookkeeping::wake));
    }

    /// Has something decided just before the commit, when everything is known that the question asks for. It is for
    /// those whose transaction decides about more than they know of.
    ///
    /// @throws IllegalStateException outside a transaction
    void decide(Question question, Consumer<Books> decision) {
        Books books = open();
        Runnable kept = trace.keptFor(() -> decision.accept(books));
        books.decideLater(question, _ -> kept.run());
    }

    /// Carries out commands, all of them in one transaction: when this returns, it is committed.
    ///
    /// @return how many
    @Transactional
    int carryOut(List<LaneCommand<?>> commands) {
        Books books = open();
        commands.forEach(command -> books.decideLater(command.question(), command::decideIn));
        return commands.size();
    }
}
