package dev.hailstone.trips.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import dev.hailstone.infra.persistence.CommandReceipts;
import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.infra.persistence.TimeOrderedIds;
import dev.hailstone.kernel.InvalidValueException;
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
    private final TripsSettings rules;
    private final Clock clock;

    TripReservations(CommandReceipts receipts, Trips trips, ApplicationEventPublisher events,
            TripsSettings rules, Clock clock) {
        this.receipts = receipts;
        this.trips = trips;
        this.events = events;
        this.rules = rules;
        this.clock = clock;
    }

    /// Binds the key to a trip's id, unless the rider has an open trip: then the quote is better left alone.
    Reservation reserve(IdempotencyKey key, RequestTrip command) {
        TripId id = new TripId(TimeOrderedIds.next());
        return switch (receipts.claim(key, command, id.toString())) {
            case CommandReceipts.Receipt.KeyReused() -> new Reservation.KeyReused();
            case CommandReceipts.Receipt.Repeated(String subject) -> reserved(TripId.of(subject), command);
            case CommandReceipts.Receipt.None() -> unfit(command).or(() -> open(command)).map(hindered -> {
                receipts.release(key);
                return hindered;
            }).orElseGet(() -> new Reservation.Reserved(id));
        };
    }

    private Reservation reserved(TripId id, RequestTrip command) {
        return trips.read(id)
                .<Reservation>map(Reservation.Redeemed::new)
                .or(() -> openBeside(command)
                        // This request's twin may have made the trip since it was looked for.
                        .map(open -> open.equals(id)
                                ? trips.read(id).<Reservation>map(Reservation.Redeemed::new).orElseThrow()
                                : new Reservation.Hindered(open)))
                .or(() -> over(command))
                .orElseGet(() -> new Reservation.Reserved(id));
    }

    /// A request that was cut off may come again when nobody can be picked up any more at the time that it asks for.
    private Optional<Reservation> over(RequestTrip command) {
        return command.pickupAt() == null || command.pickupAt().isAfter(clock.instant())
                ? Optional.empty()
                : Optional.of(new Reservation.Unfit("pickupAt",
                        "is over, it was %s; ask for a new quote and request another trip"
                                .formatted(command.pickupAt())));
    }

    private Optional<Reservation> unfit(RequestTrip command) {
        if (command.pickupAt() != null) {
            try {
                rules.booking().check(command.pickupAt(), clock.instant());
            } catch (InvalidValueException unfit) {
                return Optional.of(new Reservation.Unfit(unfit.field(), unfit.reason()));
            }
        }
        return Optional.empty();
    }

    private Optional<Reservation> open(RequestTrip command) {
        return openBeside(command).map(Reservation.Hindered::new);
    }

    /// A trip that is booked ahead may stand beside an open one.
    private Optional<TripId> openBeside(RequestTrip command) {
        return command.pickupAt() == null ? trips.openTripOf(command.riderId()).map(Trip::id) : Optional.empty();
    }

    /// Makes the reserved trip.
    ///
    /// @throws org.springframework.dao.DataIntegrityViolationException if a twin of this request was quicker, or the rider has
    ///         got another open trip meanwhile
    Trip redeem(RequestTrip command, TripId id, Terms terms) {
        Instant now = clock.instant();
        Trip trip = trips.saveAndFlush(
                new Trip(id, command.riderId(), command.quoteId(), terms, command.pickupAt(), now, rules));
        if (command.pickupAt() == null) {
            events.publishEvent(trip.requested(now));
        }
        return trip;
    }
}
