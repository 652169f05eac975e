package dev.hailstone.pricing;

import java.time.Instant;

import dev.hailstone.kernel.EventType;
import dev.hailstone.kernel.ModuleEvent;
import dev.hailstone.kernel.Money;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

/// A rider took a quote; its price is bound to the trip.
@EventType("pricing.quote-accepted")
public record QuoteAccepted(QuoteId quoteId, TripId tripId, RiderId riderId, Money price,
        Instant at) implements ModuleEvent {

    @Override
    public String key() {
        return quoteId.toString();
    }
}
