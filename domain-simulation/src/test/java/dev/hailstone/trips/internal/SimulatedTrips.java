package dev.hailstone.trips.internal;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
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
        process.port(new SilencesInMemory(process));
        process.repeat(LimitLoop.class);
    }

    // Commands answer whether they were carried out, now or before.

    /// @param pickupAt null for at once
    /// @return the trip, if there is one now
    public Optional<TripId> request(RiderId rider, QuoteId quote, @Nullable Instant pickupAt, String key) {
        return switch (process.get(RequestingTrips.class)
                .request(new IdempotencyKey(key), new RequestTrip(rider, quote, pickupAt))) {
            case RequestOutcome.Created(Trip trip) -> Optional.of(trip.id());
            case RequestOutcome.Repeated(Trip trip) -> Optional.of(trip.id());
            case RequestOutcome.AlreadyOpen _,RequestOutcome.QuoteRefused _,RequestOutcome.Unfit _ ->
                Optional.empty();
            case RequestOutcome.KeyReused _ -> throw reused(key);
        };
    }

    public boolean arrive(TripId trip, String key) {
        return answer(process.get(ReportingArrivals.class).report(trip, null, new IdempotencyKey(key)), key);
    }

    public boolean start(TripId trip, String key) {
        return answer(process.get(StartingTrips.class).start(trip, null, new IdempotencyKey(key)), key);
    }

    public boolean complete(TripId trip, @Nullable Fare meter, String key) {
        Completion completion = new Completion(meter, null, null, null, null, null);
        return answer(process.get(CompletingTrips.class).complete(trip, null, completion, new IdempotencyKey(key)),
                key);
    }

    public boolean cancel(TripId trip, String key) {
        return answer(process.get(CancellingTrips.class).cancel(trip, null, new IdempotencyKey(key)), key);
    }

    /// Lets the driver give the trip back.
    public boolean giveBack(TripId trip, String key) {
        return answer(process.get(CancellingTrips.class).giveBack(trip, null, new IdempotencyKey(key)), key);
    }

    private static boolean answer(CommandOutcome outcome, String key) {
        return switch (outcome) {
            case CommandOutcome.CarriedOut _ -> true;
            case CommandOutcome.WrongPhase _,CommandOutcome.UnknownTrip _,CommandOutcome.NotYours _ -> false;
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
}
