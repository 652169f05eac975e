package dev.hailstone.ledger.internal;

import java.time.Instant;
import java.util.List;

/// An entry with its place in the store.
///
/// @param position counts all entries: 1, 2, 3 …
/// @param transaction as it was posted, whatever the rules are by now
record RecordedEntry(long position, Entry entry, Transaction transaction, Instant at) {

    /// What it changes in the read models.
    List<AccountChange> changes() {
        return AccountChange.of(entry, transaction);
    }
}
