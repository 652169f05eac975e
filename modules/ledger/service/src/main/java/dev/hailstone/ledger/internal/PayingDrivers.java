package dev.hailstone.ledger.internal;

import java.time.Instant;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

import dev.hailstone.infra.persistence.CommandReceipts.Receipt;
import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.DriverPaidOut;
import dev.hailstone.ledger.internal.Account.Driver;
import dev.hailstone.ledger.internal.Entry.PayoutSent;
import dev.hailstone.tracking.DriverId;

/// Pays drivers what they have earned, never more.
@Component
class PayingDrivers {

    private final WriterLanes lanes;
    private final ApplicationEventPublisher events;

    PayingDrivers(WriterLanes lanes, ApplicationEventPublisher events) {
        this.lanes = lanes;
        this.events = events;
    }

    Outcome pay(PayDriver command, IdempotencyKey key) {
        return lanes.carryOut(Question.of(command.wallet()), key, command,
                (books, keyed) -> switch (books.receiptOf(keyed)) {
                    case Receipt.None _ -> pay(command, keyed, books);
                    case Receipt.Repeated _ -> new Outcome.Paid();
                    case Receipt.KeyReused _ -> new Outcome.KeyReused();
                });
    }

    private Outcome pay(PayDriver command, KeyedCommand keyed, Books books) {
        Money amount = command.amount;
        Money balance = books.stateOf(command.wallet()).balance();
        if (balance.compareTo(amount) < 0) {
            return new Outcome.InsufficientBalance(balance);
        }
        Instant at = books.record(new PayoutSent(command.driverId, amount)).at();
        events.publishEvent(new DriverPaidOut(command.driverId, amount, at));
        books.keep(keyed, command.driverId.value());
        return new Outcome.Paid();
    }

    /// @param amount positive
    record PayDriver(DriverId driverId, Money amount) {

        private Wallet wallet() {
            return Wallet.of(new Driver(driverId), amount);
        }
    }

    sealed interface Outcome {

        /// Now or before, under the same key.
        record Paid() implements Outcome {}

        /// Nothing was paid.
        record InsufficientBalance(Money balance) implements Outcome {}

        /// The key belongs to another command.
        record KeyReused() implements Outcome {}
    }
}
