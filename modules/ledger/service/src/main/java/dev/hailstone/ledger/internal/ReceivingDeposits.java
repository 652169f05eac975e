package dev.hailstone.ledger.internal;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import dev.hailstone.infra.persistence.CommandReceipts;
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

    private final Ledger ledger;
    private final CommandReceipts receipts;

    ReceivingDeposits(Ledger ledger, CommandReceipts receipts) {
        this.ledger = ledger;
        this.receipts = receipts;
    }

    @Transactional
    Outcome receive(ReceiveDeposit command, IdempotencyKey key) {
        return switch (receipts.find(key, command)) {
            case None _ -> {
                ledger.open().record(new DepositReceived(command.riderId, command.amount));
                receipts.keep(key, command, command.riderId.value());
                yield Outcome.RECEIVED;
            }
            case Repeated _ -> Outcome.RECEIVED;
            case KeyReused _ -> Outcome.KEY_REUSED;
        };
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
