package dev.hailstone.ledger.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

import dev.hailstone.kernel.Money;

/// An exact sum over many amounts or accounts. Unlike [Money], which is what one amount may be, it has no limit.
///
/// @param amount in the currency's major unit, with exactly as many decimals as the currency has
/// @param currency ISO 4217
record Sum(BigDecimal amount, Currency currency) {

    Sum {
        amount = amount.setScale(Math.max(currency.getDefaultFractionDigits(), 0), RoundingMode.UNNECESSARY);
    }

    Sum plus(Sum other) {
        return new Sum(amount.add(other.amount), currency);
    }

    Sum minus(Sum other) {
        return new Sum(amount.subtract(other.amount), currency);
    }
}
