package dev.hailstone.trips.internal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.modulith.test.AssertablePublishedEvents;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.support.TransactionTemplate;

import dev.hailstone.dispatch.DriverAssigned;
import dev.hailstone.dispatch.NoDriverFound;
import dev.hailstone.infra.testing.IncomingEvents;
import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.HoldDeclined;
import dev.hailstone.ledger.HoldPlaced;
import dev.hailstone.pricing.FinishedRide;
import dev.hailstone.pricing.QuoteId;
import dev.hailstone.trips.CancellationReason;
import dev.hailstone.trips.DriverArrived;
import dev.hailstone.trips.Fare;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripCancelled;
import dev.hailstone.trips.TripCompleted;
import dev.hailstone.trips.TripId;
import dev.hailstone.trips.TripRequested;
import dev.hailstone.trips.TripStarted;

import static dev.hailstone.trips.internal.Samples.BOB;
import static dev.hailstone.trips.internal.Samples.METERED;
import static dev.hailstone.trips.internal.Samples.NOON;
import static dev.hailstone.trips.internal.Samples.TIMES_SQUARE;
import static dev.hailstone.trips.internal.Samples.TWELVE_DOLLARS;
import static dev.hailstone.trips.internal.Samples.WALL_STREET;
import static org.assertj.core.api.Assertions.assertThat;

/// The module as its clients and the other modules see it.
@TripsModuleTest
class TripsModuleTests {

    private static final String METERED_JSON = """
            {"ride": {"amount": 10.50, "currency": "USD"}, "tip": {"amount": 2.00, "currency": "USD"},
             "tolls": {"amount": 6.55, "currency": "USD"}, "surcharges": {"amount": 3.30, "currency": "USD"}}""";

    @Autowired private MockMvcTester mvc;
    @Autowired private FakeFareQuotes quotes;
    @Autowired private IncomingEvents incoming;
    @Autowired private FindingTrips finding;

    private RiderId rider;

    @BeforeEach
    void aNewRider() {
        rider = new RiderId("rider-" + UUID.randomUUID());
    }

    @AfterEach
    void mendTheLineToPricing() {
        quotes.cut(FakeFareQuotes.Cut.NEVER);
    }

    @Test
    void makesATripOnTheTermsOfTheQuote(AssertablePublishedEvents events) {
        QuoteId quote = quotes.quoteFor(rider);

        MvcTestResult answer = request(quote, key());

        TripId id = idIn(answer);
        assertThat(answer).hasStatus(HttpStatus.CREATED).hasHeader("Location", "/api/trips/" + id);
        assertThat(answer).bodyJson().isLenientlyEqualTo("""
                {"tripId": "%s", "riderId": "%s", "quoteId": "%s", "state": "REQUESTED", "version": 0,
                 "pickup": {"latitude": 40.7580, "longitude": -73.9855},
                 "dropoff": {"latitude": 40.7064, "longitude": -74.0094},
                 "quotedFare": {"amount": 12.00, "currency": "USD"}}""".formatted(id, rider, quote));
        assertThat(answer).bodyJson().doesNotHavePath("$.driverId").doesNotHavePath("$.fare");
        assertThat(events).contains(TripRequested.class)
                .matching(event -> event.equals(new TripRequested(id, rider, TIMES_SQUARE, WALL_STREET, TWELVE_DOLLARS,
                        event.at())));
    }

    @Test
    void leadsATripFromItsRequestToItsEnd(AssertablePublishedEvents events) {
        TripId id = requestedTrip();
        incoming.deliver(new HoldPlaced(id, rider, TWELVE_DOLLARS, NOON),
                new DriverAssigned(id, rider, BOB, 250, NOON));
        assertThat(view(id).state()).isEqualTo(Phase.ASSIGNED);
        assertThat(view(id).fareHeldAt()).isEqualTo(NOON);
        assertThat(view(id).assignedAt()).isEqualTo(NOON);

        assertThat(post(id, "arrival")).hasStatusOk().bodyJson().extractingPath("$.state").isEqualTo("ARRIVED");
        assertThat(post(id, "start")).hasStatusOk().bodyJson().extractingPath("$.state").isEqualTo("IN_PROGRESS");
        assertThat(post(id, "completion")).hasStatusOk().bodyJson().isLenientlyEqualTo("""
                {"state": "COMPLETED", "driverId": "bob", "fare": {"ride": {"amount": 0.00, "currency": "USD"}}}""");

        assertThat(events).contains(DriverArrived.class).matching(event -> event.tripId().equals(id));
        assertThat(events).contains(TripStarted.class).matching(event -> event.driverId().equals(BOB));
        assertThat(events).contains(TripCompleted.class).matching(event -> event.tripId().equals(id));
    }

    @Test
    void takesTheAmountsAndTimesOfAMeterWithoutAskingPricing(AssertablePublishedEvents events) {
        TripId id = startedTrip();
        quotes.cut(FakeFareQuotes.Cut.BEFORE_ACCEPTING);

        MvcTestResult answer = post(id, "completion", key(), """
                {"fare": %s, "distanceMetres": 1609.344, "dropoff": {"latitude": 40.75, "longitude": -73.99},
                 "startedAt": "2019-03-01T10:00:00Z", "endedAt": "2019-03-01T10:20:30Z"}""".formatted(METERED_JSON));

        GeoPoint dropoff = new GeoPoint(40.75, -73.99);
        assertThat(answer).hasStatusOk();
        assertThat(events).contains(TripCompleted.class)
                .matching(event -> event.equals(new TripCompleted(id, rider, BOB, TIMES_SQUARE, dropoff, METERED,
                        1609.344, event.requestedAt(), Instant.parse("2019-03-01T10:00:00Z"),
                        Instant.parse("2019-03-01T10:20:30Z"))));
        assertThat(view(id).fare()).isEqualTo(METERED);
        assertThat(view(id).dropoff()).isEqualTo(dropoff);
        assertThat(view(id).endedAt()).isEqualTo("2019-03-01T10:20:30Z");
    }

    @Test
    void asksPricingForTheFareAndAddsTheTip() {
        TripId id = startedTrip();
        Instant endedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Instant startedAt = endedAt.minus(Duration.ofMinutes(17));

        assertThat(post(id, "completion", key(), """
                {"tip": {"amount": 3.50, "currency": "USD"}, "startedAt": "%s", "endedAt": "%s"}"""
                .formatted(startedAt, endedAt))).hasStatusOk();

        assertThat(quotes.priced()).contains(
                new FinishedRide(id, TIMES_SQUARE, WALL_STREET, null, Duration.ofMinutes(17)));
        Money nothing = Money.of("0.00", "USD");
        assertThat(view(id).fare())
                .isEqualTo(new Fare(Money.of("17.00", "USD"), Money.of("3.50", "USD"), nothing, nothing));
        assertThat(view(id).distanceMetres()).isEqualTo(TIMES_SQUARE.distanceTo(WALL_STREET));
    }

    @Test
    void leavesTheTripInProgressWhilePricingCannotBeAsked() {
        TripId id = startedTrip();
        String key = key();
        quotes.cut(FakeFareQuotes.Cut.BEFORE_ACCEPTING);

        assertThat(post(id, "completion", key, "{}")).hasStatus(HttpStatus.SERVICE_UNAVAILABLE);
        assertThat(view(id).state()).isEqualTo(Phase.IN_PROGRESS);

        quotes.cut(FakeFareQuotes.Cut.NEVER);
        assertThat(post(id, "completion", key, "{}")).hasStatusOk();
        assertThat(view(id).state()).isEqualTo(Phase.COMPLETED);
    }

    @Test
    void carriesARepeatedCommandOutOnce(AssertablePublishedEvents events) {
        TripId id = assignedTrip();
        String key = key();
        String completion = key();

        assertThat(post(id, "start", key, null)).hasStatusOk();
        assertThat(post(id, "start", key, null)).hasStatusOk();
        assertThat(post(id, "completion", completion, "{}")).hasStatusOk();
        assertThat(post(id, "completion", completion, "{}")).hasStatusOk()
                .bodyJson()
                .extractingPath("$.state")
                .isEqualTo("COMPLETED");
        assertThat(post(id, "start", key, null)).hasStatusOk()
                .bodyJson()
                .extractingPath("$.state")
                .isEqualTo("COMPLETED");

        assertThat(events.ofType(TripStarted.class).matching(event -> event.tripId().equals(id))).hasSize(1);
        assertThat(events.ofType(TripCompleted.class).matching(event -> event.tripId().equals(id))).hasSize(1);
    }

    @Test
    void refusesAKeyThatBelongsToAnotherCommand() {
        TripId id = assignedTrip();
        String key = key();
        assertThat(post(id, "arrival", key, null)).hasStatusOk();

        assertProblem(post(id, "start", key, null), HttpStatus.UNPROCESSABLE_CONTENT, "idempotency-key-reused");
        assertProblem(request(quotes.quoteFor(rider), key), HttpStatus.UNPROCESSABLE_CONTENT, "idempotency-key-reused");
    }

    @ParameterizedTest
    @CsvSource({"arrival, ARRIVAL", "start, START", "completion, COMPLETION"})
    void refusesCommandsThatTheStateDoesNotAllow(String path, String command) {
        TripId id = requestedTrip();

        MvcTestResult answer = post(id, path);

        assertProblem(answer, HttpStatus.CONFLICT, "wrong-trip-state");
        assertThat(answer).bodyJson().isLenientlyEqualTo("""
                {"state": "REQUESTED", "command": "%s"}""".formatted(command));
    }

    @Test
    void letsTheRiderCancelUntilTheyAreOnBoard(AssertablePublishedEvents events) {
        TripId early = assignedTrip();
        assertThat(post(early, "cancellation")).hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo("""
                        {"state": "CANCELLED", "cancellationReason": "RIDER_CANCELLED", "driverId": "bob"}""");
        assertThat(events).contains(TripCancelled.class)
                .matching(event -> event.equals(
                        new TripCancelled(early, rider, BOB, CancellationReason.RIDER_CANCELLED, event.at())));

        TripId late = startedTrip();
        assertProblem(post(late, "cancellation"), HttpStatus.CONFLICT, "wrong-trip-state");
    }

    @Test
    void cancelsATripWhoseFareCannotBeHeld(AssertablePublishedEvents events) {
        TripId id = requestedTrip();

        incoming.deliver(new HoldDeclined(id, rider, TWELVE_DOLLARS, Money.of("3.00", "USD"), NOON));

        assertThat(view(id).cancellationReason()).isEqualTo(CancellationReason.HOLD_DECLINED);
        assertThat(events).contains(TripCancelled.class)
                .matching(event -> event.tripId().equals(id) && event.driverId() == null);
    }

    @Test
    void cancelsATripForWhichNoDriverIsFound() {
        TripId id = requestedTrip();

        incoming.deliver(new NoDriverFound(id, rider, NOON));

        assertThat(view(id).state()).isEqualTo(Phase.CANCELLED);
        assertThat(view(id).cancellationReason()).isEqualTo(CancellationReason.NO_DRIVER_FOUND);
    }

    @Test
    void takesNoDriverOnceItHasEnded(AssertablePublishedEvents events) {
        TripId id = requestedTrip();
        assertThat(post(id, "cancellation")).hasStatusOk();

        incoming.deliver(new DriverAssigned(id, rider, BOB, 250, NOON),
                new NoDriverFound(id, rider, NOON), new HoldPlaced(id, rider, TWELVE_DOLLARS, NOON));

        assertThat(view(id).state()).isEqualTo(Phase.CANCELLED);
        assertThat(view(id).driverId()).isNull();
        assertThat(events.ofType(TripCancelled.class).matching(event -> event.tripId().equals(id))).hasSize(1);
    }

    @Test
    void keepsTheOrderOfTheDecisionsOfABatch(@Autowired AwaitingDecisions awaiting,
            @Autowired TransactionTemplate transactions, AssertablePublishedEvents events) {
        TripId declined = requestedTrip();
        rider = new RiderId("rider-" + UUID.randomUUID());
        TripId assigned = requestedTrip();

        transactions.executeWithoutResult(_ -> {
            awaiting.on(new HoldPlaced(assigned, rider, TWELVE_DOLLARS, NOON));
            awaiting.on(new HoldDeclined(declined, rider, TWELVE_DOLLARS, Money.of("3.00", "USD"), NOON));
            awaiting.on(new DriverAssigned(assigned, rider, BOB, 250, NOON));
            awaiting.on(new DriverAssigned(declined, rider, BOB, 250, NOON));
        });

        assertThat(view(assigned).state()).isEqualTo(Phase.ASSIGNED);
        assertThat(view(assigned).fareHeldAt()).isEqualTo(NOON);
        assertThat(view(declined).cancellationReason()).isEqualTo(CancellationReason.HOLD_DECLINED);
        assertThat(view(declined).driverId()).isNull();
        assertThat(events.ofType(TripCancelled.class).matching(event -> event.tripId().equals(declined))).hasSize(1);
    }

    @Test
    void ignoresDecisionsAboutTripsItDoesNotKnow() {
        TripId unknown = Samples.aTripId();

        incoming.deliver(new DriverAssigned(unknown, rider, BOB, 250, NOON), new NoDriverFound(unknown, rider, NOON),
                new HoldPlaced(unknown, rider, TWELVE_DOLLARS, NOON));

        assertThat(finding.find(unknown)).isEmpty();
    }

    @Test
    void tellsWhyAQuoteCannotBeAccepted() {
        QuoteId taken = quotes.quoteFor(rider);
        TripId first = idIn(request(taken, key()));
        assertThat(post(first, "cancellation")).hasStatusOk();

        assertProblem(request(Samples.aQuoteId(), key()), HttpStatus.NOT_FOUND, "unknown-quote");
        assertProblem(request(quotes.expiredQuoteFor(rider), key()), HttpStatus.CONFLICT, "quote-expired");
        assertProblem(request(quotes.quoteFor(new RiderId("somebody-else")), key()), HttpStatus.CONFLICT,
                "quote-of-another-rider");
        assertProblem(request(taken, key()), HttpStatus.CONFLICT, "quote-taken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"riderId\": \"ann\"}", "{\"riderId\": \"ann\", \"quoteId\": null}",
            "{\"riderId\": \"a b\", \"quoteId\": \"0190e4a1-0000-7000-8000-000000000000\"}",
            "{\"riderId\": \"ann\", \"quoteId\": \"none\"}", "[]"})
    void refusesAMalformedRequest(String body) {
        assertProblem(mvc.post()
                .uri("/api/trips")
                .header("Idempotency-Key", key())
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange(), HttpStatus.BAD_REQUEST,
                "invalid-value");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"distanceMetres": -1}                                                          | distanceMetres
            {"distanceMetres": 100000000}                                                   | distanceMetres
            {"startedAt": "2020-01-01T00:00:00Z"}                                           | startedAt
            {"startedAt": "2020-01-01T00:00:00Z", "endedAt": "2021-01-02T00:00:00Z"}        | startedAt
            {"tip": {"amount": -1, "currency": "USD"}}                                      | tip
            {"tip": {"amount": 1, "currency": "EUR"}}                                       | tip
            {"startedAt": "2999-01-01T00:00:00Z", "endedAt": "2999-01-01T00:00:00Z"}        | startedAt
            {"endedAt": "2999-01-01T00:00:00Z"}                                             | endedAt
            {"endedAt": "2019-01-01T00:00:00Z"}                                             | endedAt
            {"startedAt": "0000-01-01T00:00:00Z", "endedAt": "0000-01-01T00:10:00Z"}        | startedAt
            {"endedAt": "-0044-03-15T12:00:00Z"}                                            | endedAt
            {"dropoff": {"latitude": 91, "longitude": 0}}                                   | dropoff.latitude
            {"fare": {"ride": {"amount": 1, "currency": "USD"}}}                            | fare.tip
            """)
    void refusesACompletionThatDoesNotFit(String body, String field) {
        TripId id = startedTrip();

        MvcTestResult answer = post(id, "completion", key(), body);

        assertProblem(answer, HttpStatus.BAD_REQUEST, "invalid-value");
        assertThat(answer).bodyJson().extractingPath("$.errors[0].field").isEqualTo(field);
        assertThat(view(id).state()).isEqualTo(Phase.IN_PROGRESS);
        assertThat(quotes.priced()).noneMatch(ride -> ride.tripId().equals(id));
    }

    @Test
    void refusesAMeteredFareInAnotherCurrencyThanTheQuote() {
        TripId id = startedTrip();

        MvcTestResult answer = post(id, "completion", key(),
                "{\"fare\": %s}".formatted(METERED_JSON.replace("USD", "EUR")));

        assertProblem(answer, HttpStatus.BAD_REQUEST, "invalid-value");
        assertThat(answer).bodyJson().extractingPath("$.errors[0].field").isEqualTo("fare");
    }

    @Test
    void knowsNoTripItHasNotMade() {
        TripId unknown = Samples.aTripId();

        assertProblem(mvc.get().uri("/api/trips/" + unknown).exchange(), HttpStatus.NOT_FOUND, "unknown-trip");
        assertProblem(post(unknown, "start"), HttpStatus.NOT_FOUND, "unknown-trip");
        assertProblem(post(unknown, "completion"), HttpStatus.NOT_FOUND, "unknown-trip");
        assertProblem(mvc.get().uri("/api/trips/42").exchange(), HttpStatus.BAD_REQUEST, "invalid-value");
    }

    @Test
    void demandsAnIdempotencyKey() {
        assertProblem(mvc.post().uri("/api/trips/" + Samples.aTripId() + "/start").exchange(), HttpStatus.BAD_REQUEST,
                "idempotency-key-missing");
    }

    @Test
    void listsTripsByRiderAndStatePageByPage() {
        TripId first = requestedTrip();
        assertThat(post(first, "cancellation")).hasStatusOk();
        TripId second = requestedTrip();
        assertThat(post(second, "cancellation")).hasStatusOk();
        TripId third = assignedTrip();

        assertThat(listed("riderId=" + rider)).containsExactly(first, second, third);
        assertThat(listed("riderId=" + rider + "&limit=2")).containsExactly(first, second);
        assertThat(listed("riderId=" + rider + "&limit=2&after=" + second)).containsExactly(third);
        assertThat(listed("riderId=" + rider + "&state=CANCELLED")).containsExactly(first, second);
        assertThat(listed("state=ASSIGNED&limit=1000")).contains(third).doesNotContain(first, second);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=1001", "limit=x", "state=LOST", "after=1", "riderId=a%20b"})
    void refusesToListWhatCannotBe(String query) {
        assertProblem(mvc.get().uri("/api/trips?" + query).exchange(), HttpStatus.BAD_REQUEST, "invalid-value");
    }

    private List<TripId> listed(String query) {
        MvcTestResult answer = mvc.get().uri("/api/trips?" + query).exchange();
        assertThat(answer).hasStatusOk();
        List<String> ids = json(answer).read("$.trips[*].tripId");
        return ids.stream().map(TripId::of).toList();
    }

    private TripId requestedTrip() {
        return idIn(request(quotes.quoteFor(rider), key()));
    }

    private TripId assignedTrip() {
        TripId id = requestedTrip();
        incoming.deliver(new DriverAssigned(id, rider, BOB, 250, Instant.now()));
        return id;
    }

    private TripId startedTrip() {
        TripId id = assignedTrip();
        assertThat(post(id, "start")).hasStatusOk();
        return id;
    }

    private MvcTestResult request(QuoteId quote, String key) {
        return mvc.post()
                .uri("/api/trips")
                .header("Idempotency-Key", key)
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"riderId\": \"%s\", \"quoteId\": \"%s\"}".formatted(rider, quote))
                .exchange();
    }

    private MvcTestResult post(TripId id, String command) {
        return post(id, command, key(), null);
    }

    private MvcTestResult post(TripId id, String command, String key, @Nullable String body) {
        var request = mvc.post().uri("/api/trips/%s/%s".formatted(id, command)).header("Idempotency-Key", key);
        return (body == null ? request : request.contentType(MediaType.APPLICATION_JSON).content(body)).exchange();
    }

    private TripView view(TripId id) {
        return finding.find(id).map(TripView::of).orElseThrow();
    }

    private static TripId idIn(MvcTestResult answer) {
        return TripId.of(json(answer).read("$.tripId"));
    }

    private static DocumentContext json(MvcTestResult answer) {
        return JsonPath.parse(new String(answer.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8));
    }

    private static void assertProblem(MvcTestResult answer, HttpStatus status, String name) {
        assertThat(answer).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(answer).bodyJson().extractingPath("$.type").isEqualTo("urn:hailstone:problem:" + name);
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }
}
