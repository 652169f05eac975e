package dev.hailstone.ledger.internal;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.List;

import dev.hailstone.trips.TripId;

/// The ledger in the hands of the one transaction that may write to it, until that transaction ends.
final class Books {

    private final Entries entries;
    private final ReadModels readModels;
    private final Accounts accounts;
    private final Clock clock;
    private final int generation;
    private long position;

    Books(Entries entries, ReadModels readModels, Accounts accounts, Clock clock, int generation, long position) {
        this.entries = entries;
        this.readModels = readModels;
        this.accounts = accounts;
        this.clock = clock;
        this.generation = generation;
        this.position = position;
    }

    FareStatus fareOf(TripId trip) {
        return FareStatus.after(entries.of(trip));
    }

    Funds fundsOf(Account account, Currency currency) {
        return accounts.funds(account, currency);
    }

    /// Writes an entry, and moves the read models with it.
    ///
    /// @return when it was written
    Instant record(Entry entry) {
        // What PostgreSQL can keep, so that a rebuilt statement says the same instant.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        RecordedEntry recorded = new RecordedEntry(position + 1, entry, entry.transaction(), now);
        entries.append(recorded);
        readModels.apply(generation, List.of(recorded));
        position = recorded.position();
        return now;
    }

    /// The position of the last entry.
    long position() {
        return position;
    }

    /// The generation of the read models that readers look at.
    int generation() {
        return generation;
    }
}
