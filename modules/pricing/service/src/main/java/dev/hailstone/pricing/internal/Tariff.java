package dev.hailstone.pricing.internal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.Currency;

import dev.hailstone.kernel.Money;

/// What distance and time cost, from one moment until the next tariff. It never changes: quotes refer to it.
///
/// @param minimum what the shortest ride costs
record Tariff(int version, Instant validFrom, Currency currency, BigDecimal base,
        BigDecimal perKilometre, BigDecimal perMinute, BigDecimal minimum) {

    private static final BigDecimal METRES_PER_KILOMETRE = BigDecimal.valueOf(1000);
    private static final BigDecimal SECONDS_PER_MINUTE = BigDecimal.valueOf(60);

    /// The price of a ride: base, distance to the metre and time to the second, at least the minimum, times surge. It is
    /// rounded once, at the end, half-even to the currency's decimals.
    Money price(Ride ride, BigDecimal surge) {
        BigDecimal kilometres = BigDecimal.valueOf(Math.round(ride.distanceMetres())).divide(METRES_PER_KILOMETRE);
        BigDecimal minutes = BigDecimal.valueOf(ride.duration().toSeconds())
                .divide(SECONDS_PER_MINUTE, MathContext.DECIMAL128);
        BigDecimal exact = base.add(perKilometre.multiply(kilometres)).add(perMinute.multiply(minutes));
        return Money.rounded(exact.max(minimum).multiply(surge), currency);
    }
}
