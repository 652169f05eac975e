package dev.hailstone.ledger.internal;

import java.util.List;

/// A page of what moved on an account, oldest first. The next page begins after the position of the last entry.
///
/// @param position how far in the ledger's store the answer has read
record Statement(List<StatementEntry> entries, long position) {

    Statement {
        entries = List.copyOf(entries);
    }
}
