package dev.hailstone.ledger.internal;

import org.springframework.stereotype.Component;

import dev.hailstone.infra.persistence.CommandReceipts.Receipt.KeyReused;
import dev.hailstone.infra.persistence.CommandReceipts.Receipt.None;
import dev.hailstone.infra.persistence.CommandReceipts.Receipt.Repeated;
import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.internal.Entry.DepositReceived;
import dev.hailstone.trips.RiderId;

/// Adds what a rider has paid in to their account.
@Component
class ReceivingDeposits {

    private final WriterLanes lanes;

    ReceivingDeposits(WriterLanes lanes) {
        this.lanes = lanes;
    }

    Outcome receive(ReceiveDeposit command, IdempotencyKey key) {
        DepositReceived deposit = new DepositReceived(command.riderId, command.amount);
        return lanes.carryOut(Question.of(deposit.wallet()), key, command,
                (books, keyed) -> switch (books.receiptOf(keyed)) {
                    case None _ -> {
                        books.record(deposit);
                        books.keep(keyed, command.riderId.value());
                        yield Outcome.RECEIVED;
                    }
                    case Repeated _ -> Outcome.RECEIVED;
                    case KeyReused _ -> Outcome.KEY_REUSED;
                });
    }

    /// @param amount positive
    record ReceiveDeposit(RiderId riderId, Money amount) {}

    enum Outcome {
        /// Now or before, under the same key.
        RECEIVED,
        /// The key belongs to another command.
        KEY_REUSED
    }
}
