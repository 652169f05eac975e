package dev.hailstone.ledger.internal;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.support.TransactionSynchronization;

import dev.hailstone.infra.persistence.CommandReceipts.Receipt;
import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.infra.persistence.TimeOrderedIds;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.internal.Account.Rider;
import dev.hailstone.trips.TripId;

/// The ledger in the hands of one transaction.
///
/// What is to be decided before the commit is decided all together: one round trip reads everything that is asked for, one
/// writes everything that was recorded. So a transaction of two hundred trips costs as many as one of a single trip.
///
/// Nothing is locked by reading. Whoever has written to a wallet meanwhile has taken the version that this transaction
/// wants to write, and it fails to be done again.
final class Books implements TransactionSynchronization {

    private final Entries entries;
    private final LedgerProperties properties;
    private final Clock clock;
    private final Runnable committed;
    private final List<Decision> decisions = new ArrayList<>();
    private final Map<TripId, FareStatus> fares = new HashMap<>();
    private final Map<Wallet, WalletState> states = new HashMap<>();
    private final Map<IdempotencyKey, KeptReceipt> receipts = new HashMap<>();
    private final Set<IdempotencyKey> keysAskedFor = new HashSet<>();
    private final List<KeptReceipt> unwrittenReceipts = new ArrayList<>();
    private final List<RecordedEntry> unwritten = new ArrayList<>();
    /// Sorted, as the store wants them.
    private final Map<Wallet, WalletChange> changes = new TreeMap<>();
    private boolean written;

    /// @param committed called when something was written and is committed
    Books(Entries entries, LedgerProperties properties, Clock clock, Runnable committed) {
        this.entries = entries;
        this.properties = properties;
        this.clock = clock;
        this.committed = committed;
    }

    /// Has something decided before the commit, after everything else that was to be decided so far.
    void decideLater(Question question, Consumer<Books> decision) {
        decisions.add(new Decision(question, decision));
    }

    /// Looks up what a question asks for, unless it is known.
    void learn(Question question) {
        Set<TripId> trips = new HashSet<>(question.trips());
        trips.removeAll(fares.keySet());
        Set<Wallet> wallets = new HashSet<>(question.wallets());
        wallets.removeAll(states.keySet());
        Set<IdempotencyKey> keys = new HashSet<>(question.keys());
        keys.removeAll(keysAskedFor);
        if (trips.isEmpty() && wallets.isEmpty() && keys.isEmpty()) {
            return;
        }
        Entries.Found found = entries.find(new Question(trips, wallets, keys));
        keysAskedFor.addAll(keys);
        receipts.putAll(found.receipts());
        found.fares().forEach(fares::putIfAbsent);
        found.states()
                .forEach((wallet, state) -> states.putIfAbsent(wallet, properties.snapshots()
                        ? state
                        : folded(wallet, state)));
    }

    FareStatus fareOf(TripId trip) {
        learn(Question.of(trip));
        return known(fares, trip);
    }

    WalletState stateOf(Wallet wallet) {
        learn(Question.of(wallet));
        return known(states, wallet);
    }

    /// How far a wallet may be overdrawn by holds.
    Money creditOf(Wallet wallet) {
        return wallet.account() instanceof Rider
                ? properties.creditIn(wallet.currency())
                : Money.zero(wallet.currency());
    }

    /// Whether a transaction is undone by another one.
    boolean isReversed(UUID transaction) {
        return unwritten.stream().anyMatch(recorded -> transaction.equals(recorded.entry().reversed()))
                || entries.isReversed(transaction);
    }

    /// What is known of a command's key.
    Receipt receiptOf(KeyedCommand command) {
        learn(Question.NONE.and(command.key()));
        KeptReceipt kept = receipts.get(command.key());
        if (kept == null) {
            return new Receipt.None();
        }
        return kept.command().equals(command) ? new Receipt.Repeated(kept.subject()) : new Receipt.KeyReused();
    }

    /// Keeps the receipt of a command that is being carried out.
    ///
    /// @param subject the id of what the command made or changed
    void keep(KeyedCommand command, String subject) {
        KeptReceipt receipt = new KeptReceipt(command, subject);
        receipts.put(command.key(), receipt);
        unwrittenReceipts.add(receipt);
    }

    /// Records an entry. It counts at once for whoever asks these books.
    RecordedEntry record(Entry entry) {
        // What PostgreSQL can keep, so that what is read back is the same instant.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Wallet stream = entry.wallet();
        RecordedEntry recorded = RecordedEntry.after(stateOf(stream), entry, TimeOrderedIds.next(), entries.json(),
                now);
        unwritten.add(recorded);
        Set<Wallet> touched = new HashSet<>(Set.of(stream));
        for (Posting posting : recorded.transaction().postings()) {
            if (posting.account().hasWallet()) {
                Wallet wallet = Wallet.of(posting.account(), posting.amount());
                touched.add(wallet);
                changes.put(wallet, changeOf(wallet).and(entry, posting));
            }
        }
        for (Wallet wallet : touched) {
            states.computeIfPresent(wallet, (_, state) -> state.after(recorded, wallet));
        }
        changes.put(stream, changeOf(stream).to(stateOf(stream)));
        TripId trip = entry.trip();
        if (trip != null) {
            fares.computeIfPresent(trip, (_, status) -> status.after(entry));
        }
        return recorded;
    }

    @Override
    public void beforeCommit(boolean readOnly) {
        decide();
        if (!unwritten.isEmpty() || !unwrittenReceipts.isEmpty()) {
            entries.append(unwritten, changes.values(), unwrittenReceipts, clock.instant());
            unwritten.clear();
            unwrittenReceipts.clear();
            changes.clear();
            written = true;
        }
    }

    @Override
    public void afterCommit() {
        if (written) {
            committed.run();
        }
    }

    private void decide() {
        Set<TripId> trips = new HashSet<>();
        Set<Wallet> wallets = new HashSet<>();
        Set<IdempotencyKey> keys = new HashSet<>();
        for (Decision decision : decisions) {
            trips.addAll(decision.question.trips());
            wallets.addAll(decision.question.wallets());
            keys.addAll(decision.question.keys());
        }
        learn(new Question(trips, wallets, keys));
        decisions.forEach(decision -> decision.action.accept(this));
        decisions.clear();
    }

    private WalletChange changeOf(Wallet wallet) {
        WalletChange change = changes.get(wallet);
        return change == null ? WalletChange.none(wallet, creditOf(wallet)) : change;
    }

    /// The state that all entries together say.
    ///
    /// @param snapshot of the moment in which everything else was read that is decided on
    /// @throws OptimisticLockingFailureException if the wallet has gone on since
    private WalletState folded(Wallet wallet, WalletState snapshot) {
        WalletState state = fold(wallet);
        if (state.version() != snapshot.version()) {
            throw new OptimisticLockingFailureException("wallet %s has gone on since it was read".formatted(wallet));
        }
        return state;
    }

    private WalletState fold(Wallet wallet) {
        WalletState state = WalletState.empty(wallet.currency());
        for (RecordedEntry recorded : entries.of(wallet)) {
            state = state.after(recorded, wallet);
        }
        return state;
    }

    private static <K, V> V known(Map<K, V> known, K key) {
        return Objects.requireNonNull(known.get(key));
    }

    private record Decision(Question question, Consumer<Books> action) {}

    /// That a command has been carried out, as it is written down.
    record KeptReceipt(KeyedCommand command, String subject) {}
}
