package dev.hailstone.ledger.internal;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.springframework.transaction.support.TransactionSynchronization;

import dev.hailstone.ledger.internal.Entry.OfTrip;
import dev.hailstone.trips.TripId;

/// The ledger in the hands of the one transaction that may write to it, until that transaction ends.
///
/// What is recorded counts at once for whoever asks the books, and is written to the database all together just before the
/// commit: a transaction of many trips touches the platform's accounts, and each rider's, once.
final class Books implements TransactionSynchronization {

    private final Entries entries;
    private final ReadModels readModels;
    private final Accounts accounts;
    private final Clock clock;
    private final int generation;
    private final List<RecordedEntry> unwritten = new ArrayList<>();
    private final Map<TripId, FareStatus> fares = new HashMap<>();
    private final Map<Purse, Funds> funds = new HashMap<>();
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
        return fares.computeIfAbsent(trip, _ -> FareStatus.of(entries.of(trip)));
    }

    Funds fundsOf(Account account, Currency currency) {
        return funds.computeIfAbsent(new Purse(account, currency), _ -> accounts.funds(account, currency));
    }

    /// Records an entry.
    ///
    /// @return when it was recorded
    Instant record(Entry entry) {
        // What PostgreSQL can keep, so that a rebuilt statement says the same instant.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        position++;
        RecordedEntry recorded = new RecordedEntry(position, entry, entry.transaction(), now);
        unwritten.add(recorded);
        if (entry instanceof OfTrip ofTrip) {
            fares.computeIfPresent(ofTrip.tripId(), (_, status) -> status.after(ofTrip));
        }
        for (AccountChange change : recorded.changes()) {
            funds.computeIfPresent(new Purse(change.account(), change.currency()), (_, before) -> before.after(change));
        }
        return now;
    }

    @Override
    public void beforeCommit(boolean readOnly) {
        if (!unwritten.isEmpty()) {
            entries.append(unwritten);
            readModels.apply(generation, unwritten);
            unwritten.clear();
        }
    }

    /// The position of the last entry.
    long position() {
        return position;
    }

    /// The generation of the read models that readers look at.
    int generation() {
        return generation;
    }

    private record Purse(Account account, Currency currency) {}
}
