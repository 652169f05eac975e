package dev.hailstone.pricing;

import org.jspecify.annotations.Nullable;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.Money;

/// Whether a quote could be accepted, and if so what it promises.
///
/// @param terms present if and only if the outcome is `ACCEPTED`
public record QuoteDecision(Outcome outcome, @Nullable Terms terms) {

    /// How it went; every outcome but the first leaves the quote as it was.
    public enum Outcome {
        ACCEPTED, UNKNOWN, EXPIRED, OF_ANOTHER_RIDER, TAKEN_BY_ANOTHER_TRIP
    }

    /// What was promised.
    public record Terms(GeoPoint pickup, GeoPoint dropoff, Money price) {}
}
