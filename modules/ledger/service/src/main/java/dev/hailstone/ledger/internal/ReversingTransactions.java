package dev.hailstone.ledger.internal;

import java.util.Optional;
import java.util.UUID;

import org.springframework.stereotype.Component;

import dev.hailstone.infra.persistence.CommandReceipts.Receipt;
import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.internal.Entry.BalanceUpdated;
import dev.hailstone.ledger.internal.Entry.DepositReceived;
import dev.hailstone.ledger.internal.Entry.FareHeld;
import dev.hailstone.ledger.internal.Entry.FareRefunded;
import dev.hailstone.ledger.internal.Entry.FareSettled;
import dev.hailstone.ledger.internal.Entry.HoldRefused;
import dev.hailstone.ledger.internal.Entry.HoldReleased;
import dev.hailstone.ledger.internal.Entry.PayoutSent;
import dev.hailstone.ledger.internal.Entry.ReversedLine;
import dev.hailstone.ledger.internal.Entry.TransactionReversed;
import dev.hailstone.ledger.internal.FareStatus.Settled;

/// Undoes transactions, by others that move the same back. Nothing is edited: a mistake and its correction are both facts.
@Component
class ReversingTransactions {

    private final WriterLanes lanes;
    private final Entries entries;

    ReversingTransactions(WriterLanes lanes, Entries entries) {
        this.lanes = lanes;
        this.entries = entries;
    }

    Outcome reverse(ReverseTransaction command, IdempotencyKey key) {
        return lanes.carryOut(Question.NONE, key, command, (books, keyed) -> switch (books.receiptOf(keyed)) {
            case Receipt.None _ -> {
                Optional<RecordedEntry> original = entries.of(command.transactionId);
                yield original.isPresent() ? reverse(original.get(), command, keyed, books) : new Outcome.Unknown();
            }
            case Receipt.Repeated(String reversal) -> new Outcome.Reversed(UUID.fromString(reversal));
            case Receipt.KeyReused _ -> new Outcome.KeyReused();
        });
    }

    private static Outcome reverse(RecordedEntry original, ReverseTransaction command, KeyedCommand keyed,
            Books books) {
        Optional<String> obstacle = books.isReversed(command.transactionId)
                ? Optional.of("it is reversed already")
                : obstacle(original.entry(), books);
        if (obstacle.isPresent()) {
            return new Outcome.Refused(obstacle.get());
        }
        StoredEntry stored = original.stored();
        UUID reversal = books.record(new TransactionReversed(stored.stream(), stored.transactionId(), stored.type(),
                stored.part(), original.entry().trip(), stored.zone(), stored.occurredAt(), command.reason,
                original.transaction().reversed().postings().stream().map(ReversedLine::of).toList()))
                .stored()
                .transactionId();
        books.keep(keyed, reversal.toString());
        return new Outcome.Reversed(reversal);
    }

    private static Optional<String> obstacle(Entry entry, Books books) {
        return switch (entry) {
            case DepositReceived deposit -> beyondLimit(deposit, books);
            case PayoutSent _,BalanceUpdated _ -> Optional.empty();
            case FareSettled fare ->
                books.fareOf(fare.tripId()) instanceof Settled(_, int refunds, _, _) && refunds == 0
                        ? Optional.empty()
                        : Optional.of("the fare was refunded, at least in part");
            case FareHeld _,HoldRefused _,HoldReleased _ ->
                Optional.of("it moved no money; a hold is released or captured");
            case FareRefunded _ -> Optional.of("a refund stands");
            case TransactionReversed _ ->
                Optional.of("it is itself a reversal; do again what was undone, by a new command");
        };
    }

    /// What was paid in cannot be taken back beyond balance and credit limit.
    private static Optional<String> beyondLimit(DepositReceived deposit, Books books) {
        Wallet wallet = deposit.wallet();
        Money available = books.stateOf(wallet).available(books.creditOf(wallet));
        return available.compareTo(deposit.amount()) >= 0
                ? Optional.empty()
                : Optional.of("the account covers only %s by now".formatted(available));
    }

    /// @param reason in the operator's words
    record ReverseTransaction(UUID transactionId, String reason) {}

    sealed interface Outcome {

        /// Now or before, under the same key.
        record Reversed(UUID reversal) implements Outcome {}

        /// There is no such transaction.
        record Unknown() implements Outcome {}

        /// It cannot be undone.
        record Refused(String obstacle) implements Outcome {}

        /// The key belongs to another command.
        record KeyReused() implements Outcome {}
    }
}
