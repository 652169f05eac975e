package dev.hailstone.ledger.internal;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Derives all read models once more from the entries, beside the live ones, and puts them in their place.
///
/// All of it is one transaction: one that dies leaves nothing behind. Commands go on throughout. Only for the last
/// entries, the comparison and the exchange does the bookkeeper wait, and so do questions for what is newer.
@Component
class RebuildingReadModels {

    private static final int BATCH = 10_000;

    private final ReadModels readModels;

    RebuildingReadModels(ReadModels readModels) {
        this.readModels = readModels;
    }

    @Transactional
    Outcome rebuild() {
        if (!readModels.claimRebuild()) {
            return new Outcome.UnderWay();
        }
        int next = readModels.head().generation() + 1;
        long position = replay(0, next);
        Head head = readModels.takePen();
        position = replay(position, next);
        long differences = readModels.differences(head.generation(), next);
        readModels.replace(head.generation(), next);
        return new Outcome.Rebuilt(position, differences);
    }

    /// Applies all transactions after a position.
    ///
    /// @return the position of the last one
    private long replay(long after, int generation) {
        long position = after;
        while (true) {
            long reached = readModels.replay(position, BATCH, generation);
            if (reached == position) {
                return position;
            }
            position = reached;
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
