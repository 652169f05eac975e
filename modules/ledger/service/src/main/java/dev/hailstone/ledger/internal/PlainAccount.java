package dev.hailstone.ledger.internal;

import java.time.Instant;
import java.util.List;

import dev.hailstone.kernel.Money;

/// An account with a number, as its events say.
///
/// @param state the sum of the events
record PlainAccount(AccountNumber account, Money state, List<Happening> events) {

    PlainAccount {
        events = List.copyOf(events);
    }

    /// Something that happened to the account.
    ///
    /// @param version 1, 2, 3 …
    record Happening(int version, String event, Money amount, Instant at) {}
}
