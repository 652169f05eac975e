package dev.hailstone.trips.internal;

import java.util.function.Function;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import dev.hailstone.infra.persistence.CommandReceipts;
import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.trips.TripId;

/// Trips under command: a command is carried out once, together with its receipt and its event.
@Component
@Transactional
class CommandedTrips {

    private final CommandReceipts receipts;
    private final Trips trips;
    private final ApplicationEventPublisher events;

    CommandedTrips(CommandReceipts receipts, Trips trips, ApplicationEventPublisher events) {
        this.receipts = receipts;
        this.trips = trips;
        this.events = events;
    }

    /// Changes the trip unless the command has been carried out before.
    CommandOutcome once(IdempotencyKey key, TripCommand command, Function<Trip, Transition> change) {
        return switch (receipts.claim(key, command, command.tripId().toString())) {
            case CommandReceipts.Receipt.KeyReused() -> new CommandOutcome.KeyReused();
            case CommandReceipts.Receipt.Repeated(_) -> current(command.tripId());
            case CommandReceipts.Receipt.None() -> {
                CommandOutcome outcome = trips.findById(command.tripId())
                        .map(trip -> command.fits(trip)
                                ? carryOut(command, trip, change.apply(trip))
                                : command.misfit(trip))
                        .orElseGet(() -> new CommandOutcome.UnknownTrip(command.tripId()));
                if (!(outcome instanceof CommandOutcome.CarriedOut)) {
                    receipts.release(key);
                }
                yield outcome;
            }
        };
    }

    private CommandOutcome carryOut(TripCommand command, Trip trip, Transition transition) {
        return switch (transition) {
            case Transition.Happened(var event) -> {
                events.publishEvent(event);
                yield new CommandOutcome.CarriedOut(trip);
            }
            case Transition.Refused(Phase phase) -> new CommandOutcome.WrongPhase(trip.id(), phase, command.kind());
            case Transition.Unfit(String field, String reason) -> new CommandOutcome.Unfit(field, reason);
        };
    }

    /// What a command will find: how the trip stands, and whether the command has been carried out already.
    @Transactional(readOnly = true)
    Prospect prospect(IdempotencyKey key, TripCommand command) {
        return switch (receipts.find(key, command)) {
            case CommandReceipts.Receipt.KeyReused() -> new Prospect.Settled(new CommandOutcome.KeyReused());
            case CommandReceipts.Receipt.Repeated(_) -> new Prospect.Settled(current(command.tripId()));
            case CommandReceipts.Receipt.None() -> trips.read(command.tripId())
                    .<Prospect>map(trip -> command.fits(trip)
                            ? new Prospect.Ahead(trip)
                            : new Prospect.Settled(command.misfit(trip)))
                    .orElseGet(() -> new Prospect.Settled(new CommandOutcome.UnknownTrip(command.tripId())));
        };
    }

    private CommandOutcome current(TripId id) {
        return trips.read(id)
                .<CommandOutcome>map(CommandOutcome.CarriedOut::new)
                .orElseGet(() -> new CommandOutcome.UnknownTrip(id));
    }

    /// What is known of a command before it is carried out.
    sealed interface Prospect {

        /// Nothing is left to do.
        record Settled(CommandOutcome outcome) implements Prospect {}

        /// The command is still to be carried out; this is how the trip stood when it was looked at.
        record Ahead(Trip trip) implements Prospect {}
    }
}
