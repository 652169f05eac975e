package dev.hailstone.ledger.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.internal.Entry.DepositReceived;
import dev.hailstone.ledger.internal.Entry.FareSettled;
import dev.hailstone.ledger.internal.Entry.PayoutSent;
import dev.hailstone.simulation.ModuleAway;
import dev.hailstone.simulation.ModuleProcess;
import dev.hailstone.simulation.Sabotage;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

/// The module ledger over tables in memory.
public final class SimulatedLedger {

    private final ModuleProcess process;
    private final EntriesInMemory entries;
    private boolean writing;

    /// @param sabotage the mistakes that its store makes
    public SimulatedLedger(ModuleProcess process, Sabotage sabotage) {
        this.process = process;
        this.entries = new EntriesInMemory(process, sabotage);
        process.port(entries);
        // It keeps the read models, which are not here.
        process.leaveOut(BookkeepingLoop.class);
    }

    public void deposit(RiderId rider, Money amount, String key) {
        switch (alone(() -> process.get(ReceivingDeposits.class)
                .receive(new ReceivingDeposits.ReceiveDeposit(rider, amount), new IdempotencyKey(key)))) {
            case RECEIVED -> {
            }
            case KEY_REUSED -> throw reused(key);
        }
    }

    /// @return whether it was paid
    public boolean payOut(DriverId driver, Money amount, String key) {
        return switch (alone(() -> process.get(PayingDrivers.class)
                .pay(new PayingDrivers.PayDriver(driver, amount), new IdempotencyKey(key)))) {
            case PayingDrivers.Outcome.Paid _ -> true;
            case PayingDrivers.Outcome.InsufficientBalance _ -> false;
            case PayingDrivers.Outcome.KeyReused _ -> throw reused(key);
        };
    }

    /// Gives a fare back.
    ///
    /// @param amount null for all that is left
    /// @return whether that much was left
    public boolean refund(TripId trip, @Nullable Money amount, String key) {
        return switch (alone(() -> process.get(RefundingFares.class)
                .refund(new RefundingFares.RefundFare(trip, amount), new IdempotencyKey(key)))) {
            case Commanded.Done _ -> true;
            case Commanded.WrongState _,Commanded.TooMuch _ -> false;
            case Commanded.NotCovered _ -> throw new IllegalStateException("a refund is not covered");
            case Commanded.KeyReused _ -> throw reused(key);
        };
    }

    /// @return whether it could be undone
    public boolean reverse(UUID transaction, String key) {
        return switch (alone(() -> process.get(ReversingTransactions.class)
                .reverse(new ReversingTransactions.ReverseTransaction(transaction, "a mistake"),
                        new IdempotencyKey(key)))) {
            case ReversingTransactions.Outcome.Reversed _ -> true;
            case ReversingTransactions.Outcome.Refused _ -> false;
            case ReversingTransactions.Outcome.Unknown _ ->
                throw new IllegalStateException("nobody knows the transaction " + transaction);
            case ReversingTransactions.Outcome.KeyReused _ -> throw reused(key);
        };
    }

    public Optional<UUID> chargeOf(TripId trip) {
        return transactionOf(entry -> entry instanceof FareSettled fare && fare.tripId().equals(trip));
    }

    public Optional<UUID> depositOf(RiderId rider, Money amount) {
        return transactionOf(new DepositReceived(rider, amount)::equals);
    }

    public Optional<UUID> payoutOf(DriverId driver, Money amount) {
        return transactionOf(new PayoutSent(driver, amount)::equals);
    }

    private Optional<UUID> transactionOf(Predicate<Entry> wanted) {
        return entries.committed()
                .stream()
                .filter(each -> wanted.test(each.entry()))
                .map(each -> each.stored().transactionId())
                .findFirst();
    }

    /// Commands wait for each other in a lane. Here one thread does everything and cannot wait: who would have to is told
    /// nothing, and asks again.
    private <T> T alone(Supplier<T> command) {
        if (writing) {
            throw new ModuleAway("ledger");
        }
        writing = true;
        try {
            return command.get();
        } finally {
            writing = false;
        }
    }

    private static IllegalStateException reused(String key) {
        return new IllegalStateException("the key %s is said to be another command's".formatted(key));
    }

    /// All balances by account and currency, as the postings say, without those of nothing.
    ///
    /// @throws AssertionError if the store contradicts itself: a transaction that does not sum to zero, a stream with a gap or
    ///         a broken seal, a wallet that is not the sum of its entries
    public Map<String, Money> balances() {
        Map<String, Money> balances = new TreeMap<>();
        Map<String, WalletState> folded = new HashMap<>();
        for (RecordedEntry each : entries.committed()) {
            // Made anew, which refuses what does not sum to zero.
            Transaction transaction = new Transaction(each.transaction().postings());
            transaction.postings()
                    .forEach(posting -> balances.merge(codeOf(posting), posting.amount(), Money::plus));
            Stream.concat(Stream.of(each.stream()), transaction.postings()
                    .stream()
                    .filter(posting -> posting.account().hasWallet())
                    .map(posting -> Wallet.of(posting.account(), posting.amount())))
                    .distinct()
                    .forEach(wallet -> folded.put(wallet.code(), folded(folded, wallet, each)));
        }
        if (!folded.equals(entries.wallets())) {
            throw new AssertionError("wallets are %s, but their entries say %s".formatted(entries.wallets(), folded));
        }
        balances.values().removeIf(Money::isZero);
        return balances;
    }

    private static WalletState folded(Map<String, WalletState> states, Wallet wallet, RecordedEntry entry) {
        WalletState before = states.getOrDefault(wallet.code(), WalletState.empty(wallet.currency()));
        boolean follows = entry.version() == before.version() + 1
                && entry.stored().seal(before.hash()).equals(entry.hash());
        if (entry.stream().equals(wallet) && !follows) {
            throw new AssertionError("%s has a gap or a broken seal at version %d".formatted(wallet.code(),
                    entry.version()));
        }
        return before.after(entry, wallet);
    }

    private static String codeOf(Posting posting) {
        return posting.account().code() + "/" + posting.amount().currency().getCurrencyCode();
    }

    /// What is set aside, by account and currency, without what is nothing.
    public Map<String, Money> holds() {
        Map<String, Money> holds = new TreeMap<>();
        entries.wallets().forEach((code, state) -> holds.put(code, state.held()));
        holds.values().removeIf(Money::isZero);
        return holds;
    }
}
