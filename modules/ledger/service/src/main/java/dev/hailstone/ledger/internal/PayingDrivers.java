package dev.hailstone.ledger.internal;

import java.time.Instant;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import dev.hailstone.infra.persistence.CommandReceipts;
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

    private final Ledger ledger;
    private final CommandReceipts receipts;
    private final ApplicationEventPublisher events;

    PayingDrivers(Ledger ledger, CommandReceipts receipts, ApplicationEventPublisher events) {
        this.ledger = ledger;
        this.receipts = receipts;
        this.events = events;
    }

    @Transactional
    Outcome pay(PayDriver command, IdempotencyKey key) {
        return switch (receipts.find(key, command)) {
            case Receipt.None _ -> pay(command, key, ledger.open());
            case Receipt.Repeated _ -> new Outcome.Paid();
            case Receipt.KeyReused _ -> new Outcome.KeyReused();
        };
    }

    private Outcome pay(PayDriver command, IdempotencyKey key, Books books) {
        Money amount = command.amount;
        Money balance = books.stateOf(Wallet.of(new Driver(command.driverId), amount)).balance();
        if (balance.compareTo(amount) < 0) {
            return new Outcome.InsufficientBalance(balance);
        }
        Instant at = books.record(new PayoutSent(command.driverId, amount)).at();
        events.publishEvent(new DriverPaidOut(command.driverId, amount, at));
        receipts.keep(key, command, command.driverId.value());
        return new Outcome.Paid();
    }

    /// @param amount positive
    record PayDriver(DriverId driverId, Money amount) {}

    sealed interface Outcome {

        /// Now or before, under the same key.
        record Paid() implements Outcome {}

        /// Nothing was paid.
        record InsufficientBalance(Money balance) implements Outcome {}

        /// The key belongs to another command.
        record KeyReused() implements Outcome {}
    }
}
