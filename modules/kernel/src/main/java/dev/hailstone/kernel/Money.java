package dev.hailstone.kernel;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/// An exact amount of one currency; amounts of different currencies never meet in an operation.
///
/// @param amount in the currency's major unit, with exactly as many decimals as the currency has
/// @param currency ISO 4217
public record Money(BigDecimal amount, Currency currency) implements Comparable<Money> {

    /// More digits than any account of this business will hold, and few enough for PostgreSQL's `numeric(19, 4)`.
    private static final BigDecimal LIMIT = new BigDecimal("100000000000000");

    /// @throws InvalidValueException if the amount has more decimals than the currency, or 10¹⁴ or more units
    public Money {
        int decimals = Math.max(currency.getDefaultFractionDigits(), 0);
        if (amount.abs().compareTo(LIMIT) >= 0) {
            throw new InvalidValueException("amount", "must be less than " + LIMIT.toPlainString());
        }
        if (amount.stripTrailingZeros().scale() > decimals) {
            throw new InvalidValueException("amount", "must have at most %d decimals in %s, was %s".formatted(decimals,
                    currency.getCurrencyCode(), amount));
        }
        amount = amount.setScale(decimals, RoundingMode.UNNECESSARY);
    }

    /// Reads `of("12.95", "USD")`.
    public static Money of(String amount, String currency) {
        return new Money(new BigDecimal(amount), Currency.getInstance(currency));
    }

    /// The amount rounded half-even to the currency's decimals, for results of a multiplication.
    public static Money rounded(BigDecimal amount, Currency currency) {
        return new Money(amount.setScale(Math.max(currency.getDefaultFractionDigits(), 0), RoundingMode.HALF_EVEN),
                currency);
    }

    /// Nothing of a currency.
    public static Money zero(Currency currency) {
        return new Money(BigDecimal.ZERO, currency);
    }

    /// @throws IllegalArgumentException if the currencies differ
    public Money plus(Money other) {
        return new Money(amount.add(sameCurrency(other).amount), currency);
    }

    /// @throws IllegalArgumentException if the currencies differ
    public Money minus(Money other) {
        return new Money(amount.subtract(sameCurrency(other).amount), currency);
    }

    /// The amount times a factor, rounded half-even to the currency's decimals.
    public Money times(BigDecimal factor) {
        return rounded(amount.multiply(factor), currency);
    }

    public Money negated() {
        return new Money(amount.negate(), currency);
    }

    public boolean isNegative() {
        return amount.signum() < 0;
    }

    public boolean isPositive() {
        return amount.signum() > 0;
    }

    public boolean isZero() {
        return amount.signum() == 0;
    }

    /// @throws IllegalArgumentException if the currencies differ
    @Override
    public int compareTo(Money other) {
        return amount.compareTo(sameCurrency(other).amount);
    }

    @Override
    public String toString() {
        return amount.toPlainString() + " " + currency.getCurrencyCode();
    }

    private Money sameCurrency(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("cannot combine %s with %s".formatted(this, other));
        }
        return other;
    }
}
