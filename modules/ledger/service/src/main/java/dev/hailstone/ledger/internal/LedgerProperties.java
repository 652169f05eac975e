package dev.hailstone.ledger.internal;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Currency;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.kernel.Money;

/// What the ledger can be told.
///
/// @param currency in which riders pay in and drivers are paid out; fares of other currencies are kept apart
/// @param creditLimit how far a rider's account may be overdrawn by holds; in other currencies it is zero
/// @param driverShare the part of a ride's price that is the driver's, from 0 to 1
/// @param largestDeposit the most that can be paid in at once
/// @param largestAmount of the ledger's currency, the most that one command from outside may hold, charge or update
/// @param snapshots whether decisions are based on the wallets, which are snapshots, or on all entries since the first:
///         the same decisions, but slower with every entry
/// @param postingInterval how long the bookkeeper gathers before it brings the read models up to date again
/// @param writerLanes how many transactions of commands from outside are under way at once, 1 to 16; those that wait for one
///         share the next
/// @param patience how long a question waits for the position that it demands
@ConfigurationProperties("hailstone.ledger")
record LedgerProperties(@DefaultValue("USD") Currency currency, @DefaultValue("50.00") BigDecimal creditLimit,
        @DefaultValue("0.75") BigDecimal driverShare, @DefaultValue("1000000.00") BigDecimal largestDeposit,
        @DefaultValue("1000000.00") BigDecimal largestAmount,
        @DefaultValue("true") boolean snapshots, @DefaultValue("25ms") Duration postingInterval,
        @DefaultValue("2") int writerLanes, @DefaultValue("2s") Duration patience) {

    private static final int MOST_LANES = 16;

    LedgerProperties {
        if (new Money(creditLimit, currency).isNegative()) {
            throw new IllegalArgumentException(
                    "hailstone.ledger.credit-limit must not be negative, was " + creditLimit);
        }
        if (driverShare.signum() < 0 || driverShare.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("hailstone.ledger.driver-share must be from 0 to 1, was " + driverShare);
        }
        if (writerLanes < 1 || writerLanes > MOST_LANES) {
            throw new IllegalArgumentException(
                    "hailstone.ledger.writer-lanes must be from 1 to %d, was %d".formatted(MOST_LANES, writerLanes));
        }
        if (largestDeposit.signum() <= 0) {
            throw new IllegalArgumentException(
                    "hailstone.ledger.largest-deposit must be positive, was " + largestDeposit);
        }
        if (largestAmount.signum() <= 0) {
            throw new IllegalArgumentException(
                    "hailstone.ledger.largest-amount must be positive, was " + largestAmount);
        }
    }

    /// Of other currencies any amount is usual: nobody has said what one of their units is worth.
    ///
    /// @param field of the command
    /// @throws InvalidValueException if the amount is more than one command may move, in either direction
    void requireUsual(String field, Money amount) {
        if (amount.currency().equals(currency)) {
            requireAtMost(field, amount, largestAmount);
        }
    }

    /// @param field of the command
    /// @throws InvalidValueException if the amount is more than can be paid in at once
    void requireUsualDeposit(String field, Money amount) {
        requireAtMost(field, amount, largestDeposit);
    }

    private static void requireAtMost(String field, Money amount, BigDecimal most) {
        if (amount.amount().abs().compareTo(most) > 0) {
            throw new InvalidValueException(field, "must be at most %s, was %s".formatted(most.toPlainString(),
                    amount.amount().toPlainString()));
        }
    }

    Money creditIn(Currency other) {
        return other.equals(currency) ? new Money(creditLimit, currency) : Money.zero(other);
    }
}
