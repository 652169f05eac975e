package dev.hailstone.trips.internal;

import dev.hailstone.pricing.QuoteDecision;
import dev.hailstone.pricing.QuoteId;
import dev.hailstone.trips.TripId;

/// What became of a request for a trip.
sealed interface RequestOutcome {

    /// There is a new trip.
    record Created(Trip trip) implements RequestOutcome {}

    /// The same request had made this trip before.
    record Repeated(Trip trip) implements RequestOutcome {}

    /// A rider has one open trip at a time, and this is it.
    record AlreadyOpen(TripId trip) implements RequestOutcome {}

    /// The quote could not be accepted.
    record QuoteRefused(QuoteId quote, QuoteDecision.Outcome reason) implements RequestOutcome {}

    /// Nobody can be picked up then.
    record Unfit(String field, String reason) implements RequestOutcome {}

    /// The key belongs to another command.
    record KeyReused() implements RequestOutcome {}
}
