package dev.hailstone.ledger.internal;

import java.util.List;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import dev.hailstone.infra.persistence.CommandReceipts.Receipt;
import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.internal.Account.Numbered;
import dev.hailstone.ledger.internal.Entry.BalanceUpdated;

/// The smallest event-sourced thing there is: an account with a number, whose state is the sum of its events.
@Component
class UpdatingBalances {

    private final WriterLanes lanes;
    private final Entries entries;

    UpdatingBalances(WriterLanes lanes, Entries entries) {
        this.lanes = lanes;
        this.entries = entries;
    }

    Outcome update(UpdateBalance command, IdempotencyKey key) {
        BalanceUpdated update = new BalanceUpdated(command.account, command.amount);
        return lanes.carryOut(Question.of(update.wallet()), key, command,
                (books, keyed) -> switch (books.receiptOf(keyed)) {
                    case Receipt.None _ -> {
                        books.record(update);
                        books.keep(keyed, command.account.value());
                        yield Outcome.UPDATED;
                    }
                    case Receipt.Repeated _ -> Outcome.UPDATED;
                    case Receipt.KeyReused _ -> Outcome.KEY_REUSED;
                });
    }

    /// Rebuilds an account from its events, from the first on: no snapshot is asked.
    @Transactional(readOnly = true)
    PlainAccount rebuilt(AccountNumber number, Money nothing) {
        Wallet wallet = Wallet.of(new Numbered(number), nothing);
        List<RecordedEntry> events = entries.of(wallet);
        WalletState state = WalletState.empty(nothing.currency());
        for (RecordedEntry event : events) {
            state = state.after(event, wallet);
        }
        return new PlainAccount(number, state.balance(), events.stream().map(event -> event(event, wallet)).toList());
    }

    private static PlainAccount.Happening event(RecordedEntry recorded, Wallet wallet) {
        Money amount = WalletState.empty(wallet.currency()).after(recorded, wallet).balance();
        String name = recorded.entry() instanceof BalanceUpdated ? "update_balance" : recorded.stored().type();
        return new PlainAccount.Happening(recorded.version(), name, amount, recorded.at());
    }

    /// @param amount not zero; negative takes away
    record UpdateBalance(AccountNumber account, Money amount) {}

    enum Outcome {
        /// Now or before, under the same key.
        UPDATED,
        /// The key belongs to another command.
        KEY_REUSED
    }
}
