package dev.hailstone.infra.messaging;

import java.util.function.Consumer;

/// The moments in which the death of the process is interesting. Tests kill a process at each of them.
enum CrashPoint {

    /// The transaction's events are in the outbox, the transaction is not committed.
    OUTBOX_WRITTEN,
    /// The transaction is committed, the sequencer does not know yet.
    PUBLISHED,
    /// Events are in the journal, no feeder knows yet.
    SEQUENCED,
    /// Events have been read from the journal, nothing is locked.
    READ,
    /// The cursor is locked, no listener has run.
    CURSOR_LOCKED,
    /// The listeners have run, the cursor has not moved.
    LISTENERS_DONE,
    /// Effects and cursor are written, not committed.
    CURSOR_MOVED,
    /// A delivery is committed, the feeder does not know yet.
    DELIVERED,
    /// The attempt at an event is counted and committed, its listeners have not run.
    ATTEMPT_COUNTED,
    /// A batch has failed and is rolled back, its events are not yet done one by one.
    BATCH_FAILED,
    /// A failed event is in the parking table, not committed.
    PARKING,
    /// A failed event is parked.
    PARKED,
    /// The retry of a parked event is counted and committed, its listeners have not run.
    RETRY_COUNTED,
    /// A retried event's listeners have run and it has left the parking table, not committed.
    RETRYING,
    /// A retried event is done.
    RETRIED,
    /// Events have been read from the journal for the broker, none of them is published.
    RELAYING,
    /// The broker has confirmed events, which is not written down.
    CONFIRMED,
    /// Events from a queue are applied and committed, the broker does not know yet.
    ACKNOWLEDGING;

    private static volatile Consumer<CrashPoint> visitor = _ -> {};

    /// Tells whoever waits for it that the process is here.
    void reach() {
        visitor.accept(this);
    }

    /// Lets a test be where the process is.
    static void visit(Consumer<CrashPoint> newVisitor) {
        visitor = newVisitor;
    }
}
