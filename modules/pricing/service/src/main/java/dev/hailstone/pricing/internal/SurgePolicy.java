package dev.hailstone.pricing.internal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Prices rise where more riders ask than drivers become free.
///
/// The factor is 1 + sensitivity × (requests ÷ (drivers + tolerance) − 1), between 1 and the ceiling, in steps. It changes
/// only when that is three quarters of a step or more away, so that it does not flicker between two steps; but where nothing
/// raises prices any more it comes back to 1 however near that is.
///
/// @param tolerance so many requests need no newly free driver, since others wait already
record SurgePolicy(int tolerance, BigDecimal sensitivity, BigDecimal step, BigDecimal ceiling) {

    private static final BigDecimal RELUCTANCE = new BigDecimal("0.75");

    BigDecimal next(BigDecimal current, Traffic traffic) {
        BigDecimal target = target(traffic);
        if (target.compareTo(BigDecimal.ONE) == 0) {
            // Steps need not meet 1: hysteresis would hold a factor of 1.2 for ever when the step is 0.3.
            return BigDecimal.ONE;
        }
        return target.subtract(current).abs().compareTo(step.multiply(RELUCTANCE)) < 0 ? current : step(target);
    }

    private BigDecimal target(Traffic traffic) {
        BigDecimal drivers = BigDecimal.valueOf(Math.max(traffic.drivers(), 0) + tolerance);
        BigDecimal pressure = BigDecimal.valueOf(traffic.requests()).divide(drivers, MathContext.DECIMAL64);
        return within(BigDecimal.ONE.add(sensitivity.multiply(pressure.subtract(BigDecimal.ONE))));
    }

    private BigDecimal step(BigDecimal target) {
        return within(target.divide(step, 0, RoundingMode.HALF_UP).multiply(step));
    }

    private BigDecimal within(BigDecimal factor) {
        return factor.max(BigDecimal.ONE).min(ceiling);
    }
}
