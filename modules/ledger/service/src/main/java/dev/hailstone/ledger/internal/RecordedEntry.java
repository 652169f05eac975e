package dev.hailstone.ledger.internal;

import java.time.Instant;
import java.util.UUID;

import dev.hailstone.trips.TripId;

/// An entry with its place in the store.
///
/// @param stored the same as it is stored
/// @param transaction as it was posted, whatever the rules are by now
/// @param hash the seal of all this and of what came before in the stream
record RecordedEntry(Wallet stream, StoredEntry stored, Entry entry, Transaction transaction, ChainHash hash) {

    /// The entry that follows a state of its stream, sealed.
    static RecordedEntry after(WalletState state, Entry entry, UUID transactionId, EntryJson json, Instant now) {
        Transaction transaction = entry.transaction();
        Occasion occasion = entry.occasion(now);
        Wallet stream = entry.wallet();
        TripId trip = entry.trip();
        StoredEntry stored = new StoredEntry(stream.code(), state.version() + 1, transactionId,
                trip == null ? null : trip.value(), entry.reversed(), EntryJson.typeOf(entry), entry.part(),
                EntryJson.versionOf(entry), json.write(entry), occasion.zone(), occasion.at(), now,
                transaction.postings().stream().map(StoredEntry.Line::of).toList());
        return new RecordedEntry(stream, stored, entry, transaction, stored.seal(state.hash()));
    }

    int version() {
        return stored.version();
    }

    Instant at() {
        return stored.recordedAt();
    }
}
