package dev.hailstone.trips.internal;

import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.pricing.QuoteId;
import dev.hailstone.simulation.ModuleProcess;
import dev.hailstone.trips.Fare;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

/// The module trips over tables in memory.
public final class SimulatedTrips {

    private final ModuleProcess process;
    private final TripsInMemory trips;

    public SimulatedTrips(ModuleProcess process) {
        this.process = process;
        this.trips = new TripsInMemory(process);
        process.port(trips);
    }

    public Answer request(RiderId rider, QuoteId quote, String key) {
        return switch (process.get(RequestingTrips.class).request(new IdempotencyKey(key),
                new RequestTrip(rider, quote))) {
            case RequestOutcome.Created _,RequestOutcome.Repeated _ -> Answer.DONE;
            case RequestOutcome.AlreadyOpen _,RequestOutcome.QuoteRefused _ -> Answer.REFUSED;
            case RequestOutcome.KeyReused _ -> throw reused(key);
        };
    }

    public Answer arrive(TripId trip, String key) {
        return answer(process.get(ReportingArrivals.class).report(trip, new IdempotencyKey(key)), key);
    }

    public Answer start(TripId trip, String key) {
        return answer(process.get(StartingTrips.class).start(trip, new IdempotencyKey(key)), key);
    }

    public Answer complete(TripId trip, @Nullable Fare meter, String key) {
        Completion completion = new Completion(meter, null, null, null, null, null);
        return answer(process.get(CompletingTrips.class).complete(trip, completion, new IdempotencyKey(key)), key);
    }

    public Answer cancel(TripId trip, String key) {
        return answer(process.get(CancellingTrips.class).cancel(trip, new IdempotencyKey(key)), key);
    }

    private static Answer answer(CommandOutcome outcome, String key) {
        return switch (outcome) {
            case CommandOutcome.CarriedOut _ -> Answer.DONE;
            case CommandOutcome.WrongPhase _,CommandOutcome.UnknownTrip _ -> Answer.REFUSED;
            case CommandOutcome.Unfit(String field, String reason) ->
                throw new IllegalStateException("%s %s".formatted(field, reason));
            case CommandOutcome.KeyReused _ -> throw reused(key);
        };
    }

    private static IllegalStateException reused(String key) {
        return new IllegalStateException("the key %s is said to be another command's".formatted(key));
    }

    /// How each trip stands: the name of its phase, and of the reason if it was cancelled.
    public Map<TripId, String> states() {
        return trips.committed()
                .collect(Collectors.toMap(Trip::id,
                        trip -> trip.state() instanceof TripState.Cancelled(_, var reason, _)
                                ? trip.phase() + " " + reason
                                : trip.phase().toString()));
    }

    /// What became of a command.
    public enum Answer {
        DONE, REFUSED
    }
}
