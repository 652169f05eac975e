package dev.hailstone.trips.internal;

import dev.hailstone.pricing.QuoteId;
import dev.hailstone.trips.RiderId;

/// The wish to be driven on the terms of a quote.
record RequestTrip(RiderId riderId, QuoteId quoteId) {}
