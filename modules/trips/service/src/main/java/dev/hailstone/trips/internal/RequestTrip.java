package dev.hailstone.trips.internal;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.hailstone.pricing.QuoteId;
import dev.hailstone.trips.RiderId;

/// The wish to be driven on the terms of a quote.
///
/// @param pickupAt when, for a trip that is booked ahead; null for at once
record RequestTrip(RiderId riderId, QuoteId quoteId, @Nullable Instant pickupAt) {

    /// The wish to be driven at once.
    static RequestTrip now(RiderId riderId, QuoteId quoteId) {
        return new RequestTrip(riderId, quoteId, null);
    }
}
