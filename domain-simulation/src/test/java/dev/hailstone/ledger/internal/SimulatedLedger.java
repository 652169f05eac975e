package dev.hailstone.ledger.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.kernel.Money;
import dev.hailstone.simulation.ModuleAway;
import dev.hailstone.simulation.ModuleProcess;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

/// The module ledger over tables in memory.
public final class SimulatedLedger {

    private final ModuleProcess process;
    private final EntriesInMemory entries;
    private boolean writing;

    /// @param remembers false for the bug that nobody knows whether a trip was charged
    /// @param findsReceipts false for the bug that receipts of commands are not found
    public SimulatedLedger(ModuleProcess process, BooleanSupplier remembers, BooleanSupplier findsReceipts) {
        this.process = process;
        this.entries = new EntriesInMemory(process, remembers, findsReceipts);
        process.port(entries);
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

    /// Gives the whole fare back.
    ///
    /// @return whether there was one
    public boolean refund(TripId trip, String key) {
        return switch (alone(() -> process.get(RefundingFares.class)
                .refund(new RefundingFares.RefundFare(trip, null), new IdempotencyKey(key)))) {
            case Commanded.Done _ -> true;
            case Commanded.WrongState _,Commanded.TooMuch _ -> false;
            case Commanded.NotCovered _ -> throw new IllegalStateException("a refund is not covered");
            case Commanded.KeyReused _ -> throw reused(key);
        };
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

    /// All balances by account, as the postings say, without those of nothing.
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
                    .forEach(posting -> balances.merge(posting.account().code(), posting.amount(), Money::plus));
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

    /// What is set aside, by account, without what is nothing.
    public Map<String, Money> holds() {
        Map<String, Money> holds = new TreeMap<>();
        entries.wallets().forEach((code, state) -> holds.put(code.substring(0, code.indexOf('/')), state.held()));
        holds.values().removeIf(Money::isZero);
        return holds;
    }
}
