package dev.hailstone.trips.internal;

import java.net.URI;
import java.util.List;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.infra.security.Caller;
import dev.hailstone.infra.security.OpenTo;
import dev.hailstone.infra.security.Role;
import dev.hailstone.infra.web.Problem;
import dev.hailstone.pricing.QuoteDecision;
import dev.hailstone.pricing.QuoteId;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

/// Trips over HTTP: riders request and cancel them, drivers arrive, start and complete them.
@RestController
@RequestMapping("/api/trips")
@Tag(name = "trips")
class TripController {

    private static final int LONGEST_LIST = 1000;

    private final RequestingTrips requesting;
    private final ReportingArrivals arriving;
    private final StartingTrips starting;
    private final CompletingTrips completing;
    private final CancellingTrips cancelling;
    private final FindingTrips finding;

    TripController(RequestingTrips requesting, ReportingArrivals arriving, StartingTrips starting,
            CompletingTrips completing, CancellingTrips cancelling, FindingTrips finding) {
        this.requesting = requesting;
        this.arriving = arriving;
        this.starting = starting;
        this.completing = completing;
        this.cancelling = cancelling;
        this.finding = finding;
    }

    @PostMapping
    @OpenTo(Role.RIDER)
    @Operation(summary = "Request a trip on the terms of a quote: at once, or at a time that is booked ahead",
            description = """
                    With pickupAt the trip is scheduled: the quote's price holds, the rider is reminded before the time, and a \
                    driver is searched and the fare held shortly before it. Without, both happen at once.""")
    ResponseEntity<TripView> request(IdempotencyKey key, @RequestBody RequestTrip command, Caller caller) {
        caller.requireRider(command.riderId());
        return switch (requesting.request(key, command)) {
            case RequestOutcome.Created(Trip trip) -> located(HttpStatus.CREATED, trip);
            case RequestOutcome.Repeated(Trip trip) -> located(HttpStatus.OK, trip);
            case RequestOutcome.AlreadyOpen(TripId open) -> throw Problem
                    .of(HttpStatus.CONFLICT, "trip-already-open",
                            "the rider has an open trip, %s; complete or cancel it first".formatted(open))
                    .with("tripId", open);
            case RequestOutcome.QuoteRefused(QuoteId quote, QuoteDecision.Outcome reason) ->
                throw refused(quote, reason);
            case RequestOutcome.Unfit(String field, String reason) -> throw Problem.invalid(field, reason);
            case RequestOutcome.KeyReused() -> throw Problem.keyReused(key);
        };
    }

    private static ResponseEntity<TripView> located(HttpStatus status, Trip trip) {
        return ResponseEntity.status(status).location(URI.create("/api/trips/" + trip.id())).body(TripView.of(trip));
    }

    private static Problem refused(QuoteId quote, QuoteDecision.Outcome reason) {
        return switch (reason) {
            case UNKNOWN -> Problem.unknown("quote", quote);
            case EXPIRED -> Problem.of(HttpStatus.CONFLICT, "quote-expired",
                    "quote %s has expired; ask for a new one".formatted(quote));
            case OF_ANOTHER_RIDER -> Problem.of(HttpStatus.CONFLICT, "quote-of-another-rider",
                    "quote %s was made for another rider".formatted(quote));
            case TAKEN_BY_ANOTHER_TRIP -> Problem.of(HttpStatus.CONFLICT, "quote-taken",
                    "quote %s is bound to another trip; ask for a new one".formatted(quote));
            case ACCEPTED -> throw new IllegalStateException("quote %s was accepted without terms".formatted(quote));
        };
    }

    @PostMapping("/{tripId}/arrival")
    @OpenTo(Role.DRIVER)
    @Operation(summary = "Report that the driver waits at the pickup")
    TripView arrive(@PathVariable TripId tripId, IdempotencyKey key, Caller caller) {
        return view(arriving.report(tripId, by(caller), key), key, caller);
    }

    @PostMapping("/{tripId}/start")
    @OpenTo(Role.DRIVER)
    @Operation(summary = "Start the ride: the rider is on board")
    TripView start(@PathVariable TripId tripId, IdempotencyKey key, Caller caller) {
        return view(starting.start(tripId, by(caller), key), key, caller);
    }

    @PostMapping("/{tripId}/completion")
    @OpenTo(Role.DRIVER)
    @Operation(summary = "Complete the ride, with the fare of a meter or at the price of its tariff")
    TripView complete(@PathVariable TripId tripId, IdempotencyKey key,
            @RequestBody(required = false) @Nullable Completion completion, Caller caller) {
        Completion given = completion == null ? Completion.PLAIN : completion;
        return view(completing.complete(tripId, by(caller), given, key), key, caller);
    }

    @PostMapping("/{tripId}/cancellation")
    @OpenTo(Role.RIDER)
    @Operation(summary = "Cancel a trip that has not been started",
            description = """
                    By its rider. It is free until a driver is assigned and for two minutes after (unless configured otherwise); then, \
                    or once the driver waits at the pickup, it costs a part of the quoted fare, which the answer names.""")
    TripView cancel(@PathVariable TripId tripId, IdempotencyKey key, Caller caller) {
        return view(cancelling.cancel(tripId, by(caller), key), key, caller);
    }

    @PostMapping("/{tripId}/driver-cancellation")
    @OpenTo(Role.DRIVER)
    @Operation(summary = "Give a trip back that has not been started", description = """
            By its driver. The trip waits for another one and is not offered to the same driver again.""")
    TripView giveBack(@PathVariable TripId tripId, IdempotencyKey key, Caller caller) {
        return view(cancelling.giveBack(tripId, by(caller), key), key, caller);
    }

    private static @Nullable String by(Caller caller) {
        return caller.seesAll() ? null : caller.subject();
    }

    private static TripView view(CommandOutcome outcome, IdempotencyKey key, Caller caller) {
        return switch (outcome) {
            case CommandOutcome.CarriedOut(Trip trip) -> sees(caller, trip) ? TripView.of(trip) : TripView.lost(trip);
            case CommandOutcome.UnknownTrip(TripId id) -> throw Problem.unknown("trip", id);
            case CommandOutcome.NotYours(_, boolean awaitsDriver) -> throw awaitsDriver
                    ? Problem.notYours("this has no driver yet; repeat it in a moment if you have just accepted it")
                    : caller.notYours();
            case CommandOutcome.WrongPhase(TripId id, Phase phase, TripCommand.Kind command) -> throw Problem
                    .of(HttpStatus.CONFLICT, "wrong-trip-state",
                            "trip %s is %s, which does not allow its %s".formatted(id, phase, command))
                    .with("state", phase)
                    .with("command", command);
            case CommandOutcome.Unfit(String field, String reason) -> throw Problem.invalid(field, reason);
            case CommandOutcome.KeyReused() -> throw Problem.keyReused(key);
        };
    }

    private static boolean sees(Caller caller, Trip trip) {
        return caller.seesAll() || caller.isSelf(Role.RIDER, trip.rider())
                || caller.isSelf(Role.DRIVER, trip.driver());
    }

    @GetMapping("/{tripId}")
    @OpenTo({Role.RIDER, Role.DRIVER})
    @Operation(summary = "Look at a trip")
    TripView find(@PathVariable TripId tripId, Caller caller) {
        Trip trip = finding.find(tripId).orElseThrow(() -> Problem.unknown("trip", tripId));
        caller.requireRiderOrDriver(trip.rider(), trip.driver());
        return TripView.of(trip);
    }

    @GetMapping
    @OpenTo(value = Role.RIDER, self = "riderId")
    @Operation(summary = "List trips in the order of their ids, by state and rider",
            description = "Riders name themselves and get their own.")
    TripList list(@RequestParam(required = false) @Nullable Phase state,
            @RequestParam(required = false) @Nullable RiderId riderId,
            @RequestParam(required = false) @Nullable TripId after, @RequestParam(defaultValue = "100") int limit) {
        if (limit < 1 || limit > LONGEST_LIST) {
            throw Problem.invalid("limit", "must be between 1 and %d, was %d".formatted(LONGEST_LIST, limit));
        }
        return new TripList(finding.list(state, riderId, after, limit).stream().map(TripView::of).toList());
    }

    /// A page of trips; the last one's id asks for the next page.
    record TripList(List<TripView> trips) {}
}
