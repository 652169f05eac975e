package dev.hailstone.pricing.internal;

import java.math.BigDecimal;
import java.util.UUID;

/// All that a fare depends on: enough to compute it once more.
///
/// @param subject id of the quote, or of the trip that was driven
/// @param surge the factor that the price is to contain
record FareCase(Occasion occasion, UUID subject, Ride ride, Tariff tariff, BigDecimal surge) {

    /// For what the fare was asked.
    enum Occasion {

        /// A rider wants to know what a ride would cost.
        QUOTE,
        /// A ride is over and is charged as driven.
        RIDE
    }
}
