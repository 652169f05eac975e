package dev.hailstone.ledger.internal;

import java.util.List;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Derives all read models once more from the entries, beside the live ones, and puts them in their place.
///
/// All of it is one transaction: one that dies leaves nothing behind. The ledger goes on meanwhile; only for the last
/// entries, the comparison and the exchange do writers wait.
@Component
class RebuildingReadModels {

    private static final int BATCH = 1_000;

    private final Ledger ledger;
    private final Entries entries;
    private final ReadModels readModels;

    RebuildingReadModels(Ledger ledger, Entries entries, ReadModels readModels) {
        this.ledger = ledger;
        this.entries = entries;
        this.readModels = readModels;
    }

    @Transactional
    Outcome rebuild() {
        if (!readModels.claimRebuild()) {
            return new Outcome.UnderWay();
        }
        int next = readModels.generation() + 1;
        long position = replay(0, next);
        Books books = ledger.open();
        position = replay(position, next);
        long differences = readModels.differences(books.generation(), next);
        readModels.replace(books.generation(), next);
        return new Outcome.Rebuilt(position, differences);
    }

    /// Applies all entries after a position.
    ///
    /// @return the position of the last one
    private long replay(long after, int generation) {
        long position = after;
        while (true) {
            List<RecordedEntry> batch = entries.after(position, BATCH);
            if (batch.isEmpty()) {
                return position;
            }
            readModels.apply(generation, batch);
            position = batch.getLast().position();
        }
    }

    sealed interface Outcome {

        /// @param position of the last entry that was read
        /// @param differences in how many rows the new read models differ from the old ones; anything but zero means that
        /// the old ones were wrong
        record Rebuilt(long position, long differences) implements Outcome {}

        /// Somebody else is at it.
        record UnderWay() implements Outcome {}
    }
}
