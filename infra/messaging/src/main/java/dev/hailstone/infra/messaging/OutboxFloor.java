package dev.hailstone.infra.messaging;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.hailstone.infra.messaging.Journal.Publishing;
import dev.hailstone.infra.messaging.Journal.Sequenced;

/// The id in an outbox up to which there is nothing, and never will be.
///
/// What is deleted stays in the index until a vacuum, and a vacuum cannot take away what an open transaction, whoever's,
/// could still see. Who looked for the oldest event from the start would have to pass all of it at every turn.
///
/// The highest id that was seen is no such floor: a lower one may have been drawn by a transaction that commits later. Such
/// a transaction holds a lock ([Outbox#lockClass]), which is gone only when its events can be seen. And a crash of the
/// server may bring back what the sequencer has deleted, as long as that is not on disk. So an id becomes the floor when
///
/// 1. everybody is gone who held a lock after the id had been seen,
/// 2. a turn that began after that has left nothing up to it,
/// 3. and what the server's log had in it after that is on disk.
final class OutboxFloor {

    /// Between two looks at the server, each of which has it read all of its locks.
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Supplier<Publishing> publishing;
    private final InstantSource clock;
    private long id;
    private long highest;
    private @Nullable Candidate next;
    private Instant lookAt = Instant.MIN;

    /// @param publishing asks the server who is publishing just now
    OutboxFloor(Supplier<Publishing> publishing, InstantSource clock) {
        this.publishing = publishing;
        this.clock = clock;
    }

    long id() {
        return id;
    }

    /// Raises the floor, if it can be.
    ///
    /// @param done a turn that began after the last call
    /// @param all whether the turn has left nothing of what it has seen
    void raise(Sequenced done, boolean all) {
        if (!done.won()) {
            return;
        }
        highest = Math.max(highest, done.highest());
        if (next != null) {
            next.cleared |= next.publishing.isEmpty() && (all || done.lowest() > next.id);
        }
        if (highest > id && !clock.instant().isBefore(lookAt)) {
            look(publishing.get());
            lookAt = clock.instant().plus(PAUSE);
        }
    }

    private void look(Publishing now) {
        if (next == null) {
            next = new Candidate(highest, now);
        } else if (!next.cleared) {
            next.publishing.retainAll(now.transactions());
        } else if (next.clearedBy == null) {
            next.clearedBy = now.written();
        } else if (now.flushed() >= next.clearedBy) {
            id = next.id;
            next = highest > id ? new Candidate(highest, now) : null;
        }
    }

    private static final class Candidate {

        final long id;
        /// Who may have a lower id that is not seen yet.
        final Set<String> publishing;
        boolean cleared;
        /// How far the server's log reached after that.
        @Nullable Long clearedBy;

        Candidate(long id, Publishing now) {
            this.id = id;
            this.publishing = new HashSet<>(now.transactions());
        }
    }
}
