package dev.hailstone.ledger.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;

import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.internal.Books.KeptReceipt;
import dev.hailstone.ledger.internal.Entry.FareSettled;
import dev.hailstone.simulation.ModuleProcess;
import dev.hailstone.simulation.NoDatabase;
import dev.hailstone.simulation.Sabotage;
import dev.hailstone.simulation.Table;
import dev.hailstone.trips.TripId;

/// The store of entries in memory, with the keys and checks that it has in the database.
class EntriesInMemory extends Entries {

    private final Sabotage sabotage;
    private final Table<String, WalletState> wallets;
    private final Table<UUID, RecordedEntry> entries;
    private final Table<String, UUID> keys;
    private final Table<TripId, List<RecordedEntry>> ofTrips;
    private final Table<IdempotencyKey, KeptReceipt> receipts;

    EntriesInMemory(ModuleProcess process, Sabotage sabotage) {
        super(JdbcClient.create(new NoDatabase()), new NoDatabase());
        this.sabotage = sabotage;
        this.wallets = process.table();
        this.entries = process.table();
        this.keys = process.table();
        this.ofTrips = process.table();
        this.receipts = process.table();
    }

    Collection<RecordedEntry> committed() {
        return entries.committed().values();
    }

    Map<String, WalletState> wallets() {
        return wallets.committed();
    }

    @Override
    void append(List<RecordedEntry> recorded, Collection<WalletChange> changes, List<KeptReceipt> kept,
            Instant receivedAt) {
        for (RecordedEntry each : recorded) {
            StoredEntry stored = each.stored();
            unique("ledger_event_pkey " + stored.stream() + " " + stored.version(), each);
            if (stored.tripId() != null && (sabotage.remembersCharges() || !(each.entry() instanceof FareSettled))) {
                unique("ledger_event_of_trip %s %s %d".formatted(stored.tripId(), stored.type(), stored.part()), each);
                TripId trip = new TripId(stored.tripId());
                List<RecordedEntry> told = new ArrayList<>(ofTrips.get(trip).orElse(List.of()));
                told.add(each);
                ofTrips.put(trip, told);
            }
            if (stored.reverses() != null && sabotage.remembersReversals()) {
                unique("ledger_event_reverses_key " + stored.reverses(), each);
            }
            entries.put(stored.transactionId(), each);
        }
        changes.forEach(this::change);
        for (KeptReceipt receipt : kept) {
            IdempotencyKey key = receipt.command().key();
            if (receiptOf(key).isPresent()) {
                throw new OptimisticLockingFailureException(key + " has been used");
            }
            receipts.put(key, receipt);
        }
    }

    private void unique(String key, RecordedEntry entry) {
        if (keys.get(key).isPresent()) {
            throw new OptimisticLockingFailureException(key + " is there already");
        }
        keys.put(key, entry.stored().transactionId());
    }

    private void change(WalletChange change) {
        WalletState before = stateOf(change.wallet());
        WalletState after = new WalletState(change.version() == 0 ? before.version() : change.version(),
                change.hash() == null ? before.hash() : change.hash(), before.balance().plus(change.moved()),
                change.version() == 0 ? before.held() : change.held(), before.charged().plus(change.charged()),
                before.paidOut().plus(change.paidOut()));
        boolean more = after.held().compareTo(before.held()) > 0 || after.paidOut().compareTo(before.paidOut()) > 0;
        Money most = after.balance().plus(change.credit());
        if (after.held().isNegative() || (more && after.held().compareTo(most) > 0)) {
            throw new OptimisticLockingFailureException("wallet %s would hold %s of at most %s".formatted(
                    change.wallet().code(), after.held(), most));
        }
        wallets.put(change.wallet().code(), after);
    }

    private WalletState stateOf(Wallet wallet) {
        return wallets.get(wallet.code()).orElseGet(() -> WalletState.empty(wallet.currency()));
    }

    @Override
    Found find(Question question) {
        Map<TripId, FareStatus> fares = new HashMap<>();
        Set<Wallet> asked = new LinkedHashSet<>(question.wallets());
        for (TripId trip : question.trips()) {
            List<RecordedEntry> told = ofTrips.get(trip).orElse(List.of());
            fares.put(trip, FareStatus.of(told.stream().map(RecordedEntry::entry).toList()));
            told.forEach(each -> asked.add(each.stream()));
        }
        Map<Wallet, WalletState> states = new HashMap<>();
        asked.forEach(wallet -> states.put(wallet, stateOf(wallet)));
        Map<IdempotencyKey, KeptReceipt> known = new HashMap<>();
        question.keys().forEach(key -> receiptOf(key).ifPresent(receipt -> known.put(key, receipt)));
        return new Found(fares, states, known);
    }

    private Optional<KeptReceipt> receiptOf(IdempotencyKey key) {
        return receipts.get(key).filter(_ -> sabotage.findsReceipts("ledger"));
    }

    @Override
    List<RecordedEntry> of(Wallet wallet) {
        return entries.all()
                .filter(each -> each.stream().equals(wallet) || each.transaction()
                        .postings()
                        .stream()
                        .anyMatch(posting -> posting.account().equals(wallet.account())
                                && posting.amount().currency().equals(wallet.currency())))
                .toList();
    }

    @Override
    Optional<RecordedEntry> of(UUID transaction) {
        return entries.get(transaction);
    }

    @Override
    boolean isReversed(UUID transaction) {
        return keys.get("ledger_event_reverses_key " + transaction).isPresent();
    }

    @Override
    void forEach(BiConsumer<StoredEntry, ChainHash> reader) {
        entries.all().forEach(each -> reader.accept(each.stored(), each.hash()));
    }
}
