package dev.hailstone.trips.internal;

import java.time.Clock;
import java.util.Optional;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import dev.hailstone.infra.persistence.CommandReceipts;
import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.infra.persistence.TimeOrderedIds;
import dev.hailstone.pricing.QuoteDecision.Terms;
import dev.hailstone.trips.TripId;

/// The two transactions of a request, around the acceptance of its quote.
///
/// The first binds the client's key to the id of a trip that is not there yet. The quote is then accepted for that id, and
/// the second makes the trip. Whatever is cut off in between is taken up by the same request sent again: it finds the same
/// id, pricing gives the same answer for it, and a trip of an id is made once.
@Component
@Transactional
class TripReservations {

    private final CommandReceipts receipts;
    private final Trips trips;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    TripReservations(CommandReceipts receipts, Trips trips, ApplicationEventPublisher events, Clock clock) {
        this.receipts = receipts;
        this.trips = trips;
        this.events = events;
        this.clock = clock;
    }

    /// Binds the key to a trip's id, unless the rider has an open trip: then the quote is better left alone.
    Reservation reserve(IdempotencyKey key, RequestTrip command) {
        TripId id = new TripId(TimeOrderedIds.next());
        return switch (receipts.claim(key, command, id.toString())) {
            case CommandReceipts.Receipt.KeyReused() -> new Reservation.KeyReused();
            case CommandReceipts.Receipt.Repeated(String subject) -> reserved(TripId.of(subject), command);
            case CommandReceipts.Receipt.None() -> open(command).map(hindered -> {
                receipts.release(key);
                return hindered;
            }).orElseGet(() -> new Reservation.Reserved(id));
        };
    }

    private Reservation reserved(TripId id, RequestTrip command) {
        return trips.read(id)
                .<Reservation>map(Reservation.Redeemed::new)
                .or(() -> trips.openTripOf(command.riderId())
                        // This request's twin may have made the trip since it was looked for.
                        .map(open -> open.id().equals(id)
                                ? new Reservation.Redeemed(open)
                                : new Reservation.Hindered(open.id())))
                .orElseGet(() -> new Reservation.Reserved(id));
    }

    private Optional<Reservation> open(RequestTrip command) {
        return trips.openTripOf(command.riderId()).map(trip -> new Reservation.Hindered(trip.id()));
    }

    /// Makes the reserved trip, or finds it made by the same request.
    ///
    /// @throws org.springframework.dao.DataIntegrityViolationException if a twin of this request was quicker, or the rider has
    ///         got another open trip meanwhile
    RequestOutcome redeem(RequestTrip command, TripId id, Terms terms) {
        return trips.read(id).<RequestOutcome>map(RequestOutcome.Repeated::new).orElseGet(() -> {
            Trip trip = trips.saveAndFlush(
                    new Trip(id, command.riderId(), command.quoteId(), terms, clock.instant()));
            events.publishEvent(trip.requested());
            return new RequestOutcome.Created(trip);
        });
    }
}
