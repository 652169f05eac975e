package dev.hailstone.trips.internal;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.pricing.AcceptQuote;
import dev.hailstone.pricing.FareQuotes;
import dev.hailstone.pricing.QuoteDecision;
import dev.hailstone.trips.TripId;

/// Turns an accepted quote into a trip.
@Component
class RequestingTrips {

    private final TripReservations reservations;
    private final FareQuotes quotes;

    RequestingTrips(TripReservations reservations, FareQuotes quotes) {
        this.reservations = reservations;
        this.quotes = quotes;
    }

    RequestOutcome request(IdempotencyKey key, RequestTrip command) {
        return switch (reservations.reserve(key, command)) {
            case Reservation.Reserved(TripId id) -> accept(key, command, id);
            case Reservation.Redeemed(Trip trip) -> new RequestOutcome.Repeated(trip);
            case Reservation.Hindered(TripId open) -> new RequestOutcome.AlreadyOpen(open);
            case Reservation.Unfit(String field, String reason) -> new RequestOutcome.Unfit(field, reason);
            case Reservation.KeyReused() -> new RequestOutcome.KeyReused();
        };
    }

    private RequestOutcome accept(IdempotencyKey key, RequestTrip command, TripId id) {
        QuoteDecision decision = quotes.accept(command.quoteId(), new AcceptQuote(command.riderId(), id));
        QuoteDecision.Terms terms = decision.terms();
        return terms == null
                ? new RequestOutcome.QuoteRefused(command.quoteId(), decision.outcome())
                : redeem(key, command, id, terms);
    }

    private RequestOutcome redeem(IdempotencyKey key, RequestTrip command, TripId id, QuoteDecision.Terms terms) {
        try {
            return new RequestOutcome.Created(reservations.redeem(command, id, terms));
        } catch (DataIntegrityViolationException violation) {
            // Another request of this rider, or this one's twin, was quicker than the look for a trip.
            return switch (reservations.reserve(key, command)) {
                case Reservation.Hindered(TripId open) -> new RequestOutcome.AlreadyOpen(open);
                case Reservation.Redeemed(Trip trip) -> new RequestOutcome.Repeated(trip);
                // The other trip has ended since, and is in nobody's way any more.
                case Reservation.Reserved(TripId same) -> redeem(key, command, same, terms);
                case Reservation.Unfit _,Reservation.KeyReused _ -> throw violation;
            };
        }
    }
}
