package dev.hailstone.pricing.internal;

import java.math.BigDecimal;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import dev.hailstone.kernel.InvalidValueException;

/// How quotes are made and how long they hold.
///
/// @param quoteValidFor how long a rider may take to accept a quote
/// @param detourFactor how much longer streets are than the great circle, at least 1
/// @param meanSpeed of rides, in kilometres per hour
/// @param sameDropoffWithin a ride that ends at most so many metres from the quoted dropoff costs what was quoted
/// @param keepQuotesFor quotes that nobody has accepted are forgotten when they are so old
/// @param keepAcceptedQuotesFor quotes of trips are forgotten when they are so old; a ride that ends later is priced without
/// its quote, so it is longer than trips are booked ahead. It is keepQuotesFor if that is longer
/// @param surge how demand and supply move the price level
/// @param fares which calculators compute fares
@ConfigurationProperties("hailstone.pricing")
record PricingSettings(@DefaultValue("5m") Duration quoteValidFor, @DefaultValue("1.3") double detourFactor,
        @DefaultValue("20") double meanSpeed, @DefaultValue("500") double sameDropoffWithin,
        @DefaultValue("30d") Duration keepQuotesFor, @DefaultValue("90d") Duration keepAcceptedQuotesFor,
        @DefaultValue Surge surge, @DefaultValue Fares fares) {

    PricingSettings {
        require(quoteValidFor.isPositive(), "quoteValidFor", "must be positive");
        require(detourFactor >= 1, "detourFactor", "must be at least 1");
        require(meanSpeed > 0, "meanSpeed", "must be positive");
        require(sameDropoffWithin >= 0, "sameDropoffWithin", "must not be negative");
        require(keepQuotesFor.compareTo(quoteValidFor) >= 0, "keepQuotesFor", "must not be shorter than quoteValidFor");
        require(keepAcceptedQuotesFor.isPositive(), "keepAcceptedQuotesFor", "must be positive");
        keepAcceptedQuotesFor = keepAcceptedQuotesFor.compareTo(keepQuotesFor) < 0
                ? keepQuotesFor
                : keepAcceptedQuotesFor;
    }

    /// @param window how far back demand and supply are counted
    /// @param evaluateEvery how often the counts become factors
    /// @param tolerance so many requests in a window need no newly free driver
    /// @param sensitivity what the factor gains when requests outnumber drivers by once more
    /// @param step factors are multiples of it; three decimals at most, as factors have
    /// @param ceiling the highest factor; three decimals at most
    record Surge(@DefaultValue("10m") Duration window, @DefaultValue("15s") Duration evaluateEvery,
            @DefaultValue("5") int tolerance, @DefaultValue("0.5") BigDecimal sensitivity,
            @DefaultValue("0.1") BigDecimal step, @DefaultValue("3.0") BigDecimal ceiling) {

        /// Of the database's `numeric(5, 3)`.
        private static final int DECIMALS = 3;

        Surge {
            require(window.compareTo(Duration.ofMinutes(1)) >= 0, "surge.window", "must be at least a minute");
            require(evaluateEvery.isPositive(), "surge.evaluateEvery", "must be positive");
            require(tolerance > 0, "surge.tolerance", "must be positive");
            require(sensitivity.signum() > 0, "surge.sensitivity", "must be positive");
            require(step.signum() > 0 && step.compareTo(BigDecimal.ONE) <= 0, "surge.step",
                    "must be more than 0 and at most 1");
            require(isStorable(step), "surge.step", "must not have more than three decimals");
            require(ceiling.compareTo(BigDecimal.ONE) >= 0 && ceiling.compareTo(BigDecimal.TEN) <= 0, "surge.ceiling",
                    "must be between 1 and 10");
            require(isStorable(ceiling), "surge.ceiling", "must not have more than three decimals");
        }

        private static boolean isStorable(BigDecimal factor) {
            return factor.stripTrailingZeros().scale() <= DECIMALS;
        }

        SurgePolicy policy() {
            return new SurgePolicy(tolerance, sensitivity, step, ceiling);
        }
    }

    /// @param control the calculator whose answer is used
    /// @param candidate the calculator that is compared with it; none unless given
    /// @param keepDifferencesFor differences are forgotten when they are so old
    record Fares(@DefaultValue(TariffFares.NAME) String control, @Nullable String candidate,
            @DefaultValue("30d") Duration keepDifferencesFor) {

        Fares {
            candidate = candidate == null || candidate.isBlank() ? null : candidate;
            require(!control.equals(candidate), "fares.candidate", "must be another one than the control");
            require(keepDifferencesFor.isPositive(), "fares.keepDifferencesFor", "must be positive");
        }
    }

    RoutePolicy routes() {
        return new RoutePolicy(detourFactor, meanSpeed);
    }

    private static void require(boolean holds, String field, String reason) {
        if (!holds) {
            throw new InvalidValueException(field, reason);
        }
    }
}
