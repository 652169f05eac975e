package dev.hailstone.pricing.internal;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.test.ApplicationModuleTest;
import org.springframework.modulith.test.AssertablePublishedEvents;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.hailstone.infra.persistence.ModuleTransactions;
import dev.hailstone.infra.testing.IncomingEvents;
import dev.hailstone.infra.testing.SettableClock;
import dev.hailstone.infra.testing.SqlStatements;
import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.kernel.Money;
import dev.hailstone.pricing.AcceptQuote;
import dev.hailstone.pricing.FareQuotes;
import dev.hailstone.pricing.FinishedRide;
import dev.hailstone.pricing.QuoteAccepted;
import dev.hailstone.pricing.QuoteDecision;
import dev.hailstone.pricing.QuoteDecision.Outcome;
import dev.hailstone.pricing.QuoteDecision.Terms;
import dev.hailstone.pricing.QuoteId;
import dev.hailstone.pricing.SurgeChanged;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.tracking.DriverWentOffline;
import dev.hailstone.tracking.DriverWentOnline;
import dev.hailstone.tracking.OfflineReason;
import dev.hailstone.trips.Fare;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripCompleted;
import dev.hailstone.trips.TripId;
import dev.hailstone.trips.TripRequested;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/// The module as its clients and the other modules see it. Surge is evaluated when a test says so.
@ApplicationModuleTest(verifyAutomatically = false) // Contracts listen both ways; architecture-tests judges cycles.
@AutoConfigureMockMvc
@TestPropertySource(properties = "hailstone.pricing.surge.evaluate-every=1h")
class PricingModuleTests {

    private static final RiderId ANN = new RiderId("ann");
    private static final DriverId BOB = new DriverId("bob");
    private static final Instant ANOTHER_DAY = Instant.parse("2019-03-01T00:00:00Z");

    @Autowired private MockMvcTester mvc;
    @Autowired private JsonMapper json;
    @Autowired private FareQuotes fareQuotes;
    @Autowired private IncomingEvents incoming;
    @Autowired private CountingTraffic counting;
    @Autowired private EvaluatingSurge evaluating;
    @Autowired private ForgettingPrices forgetting;
    @Autowired private ModuleTransactions transactions;
    @Autowired private JdbcClient jdbc;
    @Autowired private SettableClock clock;

    /// A place of its own for each test: the context, and so the traffic, is shared.
    private GeoPoint pickup = new GeoPoint(40.751, -73.991);
    private GeoPoint dropoff = pickup;

    @TestConfiguration
    static class Clocks {

        @Bean
        SettableClock settableClock() {
            return new SettableClock();
        }
    }

    @BeforeEach
    void begin() {
        pickup = new GeoPoint(pickup.latitude() + 0.5, pickup.longitude());
        dropoff = new GeoPoint(pickup.latitude() + 0.1, pickup.longitude());
        clock.advance(Duration.ofSeconds(1));
    }

    @Test
    void quotesWhatTheTariffSaysOfTheEstimatedRide() {
        MvcTestResult answer = request(ANN, key());

        QuoteId id = idIn(answer);
        // 0.1 degrees are 11,119.5 m; by streets 14,455 m; at 20 km/h 2602 s. 3.00 + 20.237 + 17.3467
        assertThat(answer).hasStatus(HttpStatus.CREATED).hasHeader("Location", "/api/quotes/" + id);
        assertThat(answer).bodyJson()
                .isStrictlyEqualTo("""
                        {"quoteId": "%s", "riderId": "ann", "pickup": {"latitude": %s, "longitude": %s},
                         "dropoff": {"latitude": %s, "longitude": %s}, "price": {"amount": 40.58, "currency": "USD"},
                         "surge": 1, "distanceMetres": 14455.0, "expiresAt": "%s", "state": "OPEN"}"""
                        .formatted(id, pickup.latitude(), pickup.longitude(), dropoff.latitude(), dropoff.longitude(),
                                clock.instant().plus(Duration.ofMinutes(5))));
        assertThat(get("/api/quotes/" + id)).hasStatusOk().bodyJson().extractingPath("$.price.amount").isEqualTo(40.58);
    }

    @Test
    void answersARepeatedRequestWithTheSameQuote() {
        String key = key();
        QuoteId quote = idIn(request(ANN, key));
        accept(quote, trip());

        MvcTestResult again = request(ANN, key);

        assertThat(again).hasStatus(HttpStatus.CREATED).bodyJson().extractingPath("$.state").isEqualTo("ACCEPTED");
        assertThat(idIn(again)).isEqualTo(quote);
        assertProblem(request(new RiderId("cem"), key), HttpStatus.UNPROCESSABLE_CONTENT, "idempotency-key-reused");
    }

    @Test
    void bindsAQuoteToATrip(AssertablePublishedEvents events) {
        QuoteId quote = quote();
        TripId trip = trip();

        QuoteDecision decision = accept(quote, trip);

        Money price = Money.of("40.58", "USD");
        assertThat(decision).isEqualTo(new QuoteDecision(Outcome.ACCEPTED, new Terms(pickup, dropoff, price)));
        assertThat(events).contains(QuoteAccepted.class)
                .matching(event -> event.equals(new QuoteAccepted(quote, trip, ANN, price, clock.instant())));
        assertThat(get("/api/quotes/" + quote)).bodyJson().isLenientlyEqualTo("""
                {"state": "ACCEPTED", "tripId": "%s"}""".formatted(trip));
    }

    @Test
    void repeatsItsAnswerForTheSameTripAlsoAfterTheExpiry(AssertablePublishedEvents events) {
        QuoteId quote = quote();
        TripId trip = trip();
        QuoteDecision decision = accept(quote, trip);
        clock.advance(Duration.ofHours(1));

        assertThat(accept(quote, trip)).isEqualTo(decision);
        assertThat(accept(quote, trip())).isEqualTo(new QuoteDecision(Outcome.TAKEN_BY_ANOTHER_TRIP, null));
        assertThat(events.ofType(QuoteAccepted.class).matching(event -> event.quoteId().equals(quote))).hasSize(1);
    }

    @Test
    void saysWhyAQuoteCannotBeAccepted(AssertablePublishedEvents events) {
        QuoteId quote = quote();

        assertThat(fareQuotes.accept(quote, new AcceptQuote(new RiderId("cem"), trip())))
                .isEqualTo(new QuoteDecision(Outcome.OF_ANOTHER_RIDER, null));
        assertThat(accept(new QuoteId(UUID.randomUUID()), trip())).isEqualTo(new QuoteDecision(Outcome.UNKNOWN, null));
        clock.advance(Duration.ofMinutes(5));
        assertThat(accept(quote, trip())).isEqualTo(new QuoteDecision(Outcome.EXPIRED, null));

        assertThat(get("/api/quotes/" + quote)).bodyJson().extractingPath("$.state").isEqualTo("EXPIRED");
        assertThat(events.ofType(QuoteAccepted.class).matching(event -> event.quoteId().equals(quote))).isEmpty();
    }

    @Test
    void bindsAQuoteToOneOfManyTripsThatWantItAtOnce() throws Exception {
        QuoteId quote = quote();
        List<Callable<Outcome>> attempts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            TripId trip = trip();
            attempts.add(() -> accept(quote, trip).outcome());
        }
        Map<Outcome, Integer> outcomes = new TreeMap<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(attempts.size())) {
            for (Future<Outcome> attempt : threads.invokeAll(attempts)) {
                outcomes.merge(attempt.get(), 1, Integer::sum);
            }
        }
        assertThat(outcomes).isEqualTo(Map.of(Outcome.ACCEPTED, 1, Outcome.TAKEN_BY_ANOTHER_TRIP, 7));
        assertThat(published(quote)).isEqualTo(1);
    }

    @Test
    void publishesOnceWhenOneTripAsksManyTimesAtOnce() throws Exception {
        QuoteId quote = quote();
        TripId trip = trip();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<QuoteDecision>> attempts = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                attempts.add(() -> accept(quote, trip));
            }
            for (Future<QuoteDecision> attempt : threads.invokeAll(attempts)) {
                assertThat(attempt.get().outcome()).isEqualTo(Outcome.ACCEPTED);
            }
        }
        assertThat(published(quote)).isEqualTo(1);
    }

    @Test
    void chargesWhatWasQuotedWhenTheRideEndsAboutThere() {
        TripId trip = trip();
        accept(quote(), trip);
        GeoPoint aroundTheCorner = new GeoPoint(dropoff.latitude() + 0.004, dropoff.longitude());

        assertThat(fareQuotes.price(ride(trip, aroundTheCorner, 99_999.0, Duration.ofHours(3))))
                .isEqualTo(Fare.of(Money.of("40.58", "USD")));
    }

    @Test
    void chargesWhatWasDrivenWhenTheRideEndsElsewhere() {
        TripId trip = trip();
        accept(quote(), trip);
        GeoPoint elsewhere = new GeoPoint(dropoff.latitude() + 0.01, dropoff.longitude());

        // 3.00 + 28.00 + 24.00, and 3.00 + 22.26 (15,900 m by streets) + 24.00
        assertThat(fareQuotes.price(ride(trip, elsewhere, 20_000.0, Duration.ofHours(1))))
                .isEqualTo(Fare.of(Money.of("55.00", "USD")));
        assertThat(fareQuotes.price(ride(trip, elsewhere, null, Duration.ofHours(1))))
                .isEqualTo(Fare.of(Money.of("49.26", "USD")));
    }

    @Test
    void chargesTheSurgeOfTheQuoteAndNotThatOfTheEnd() {
        requests(20);
        evaluating.evaluate();
        TripId trip = trip();
        accept(quote(), trip);
        clock.advance(Duration.ofHours(1));
        evaluating.evaluate();
        GeoPoint elsewhere = new GeoPoint(dropoff.latitude() + 0.01, dropoff.longitude());

        // (3.00 + 28.00 + 24.00) × 2.5
        assertThat(fareQuotes.price(ride(trip, elsewhere, 20_000.0, Duration.ofHours(1))))
                .isEqualTo(Fare.of(Money.of("137.50", "USD")));
    }

    @Test
    void chargesTheTariffOfTheQuoteAlsoWhenAnotherIsValidByNow() {
        TripId trip = trip();
        accept(quote(), trip);
        clock.advance(Duration.ofDays(1));
        inModule(() -> jdbc.sql("""
                insert into tariff values (2, ?::timestamptz, 'USD', 30, 14, 4, 70)
                """).param(clock.instant().toString()).update());
        try {
            GeoPoint elsewhere = new GeoPoint(dropoff.latitude() + 0.01, dropoff.longitude());
            assertThat(fareQuotes.price(ride(trip, elsewhere, 20_000.0, Duration.ofHours(1))))
                    .isEqualTo(Fare.of(Money.of("55.00", "USD")));
            assertThat(fareQuotes.price(ride(trip(), elsewhere, 20_000.0, Duration.ofHours(1))))
                    .isEqualTo(Fare.of(Money.of("550.00", "USD")));
            assertThat(get("/api/tariffs")).hasStatusOk().bodyJson().isLenientlyEqualTo("""
                    {"tariffs": [
                      {"version": 1, "validFrom": "1970-01-01T00:00:00Z", "validUntil": "%s",
                       "base": {"amount": 3.00, "currency": "USD"}, "perKilometre": 1.4, "perMinute": 0.4,
                       "minimum": {"amount": 7.00, "currency": "USD"}},
                      {"version": 2, "validFrom": "%s"}]}""".formatted(clock.instant(), clock.instant()));
        } finally {
            inModule(() -> jdbc.sql("delete from tariff where version = 2").update());
        }
    }

    @Test
    void tellsUntilWhenATariffIsValidThatIsAnnouncedBeforeALaterOne() {
        Instant later = clock.instant().plus(Duration.ofDays(2));
        Instant sooner = clock.instant().plus(Duration.ofDays(1));
        String key = key();
        try {
            assertThat(post("/api/tariffs", tariff(later.toString(), "4.00", "2.8"))).bodyJson()
                    .doesNotHavePath("$.validUntil");
            for (int i = 0; i < 2; i++) {
                assertThat(post("/api/tariffs", tariff(sooner.toString(), "5.00", "2.8"), key)).bodyJson()
                        .extractingPath("$.validUntil")
                        .isEqualTo(later.toString());
            }
        } finally {
            inModule(() -> jdbc.sql("delete from tariff where version > 1").update());
        }
    }

    @Test
    void announcesATariffThatIsValidFromAMomentOn() {
        Instant midnight = clock.instant().plus(Duration.ofHours(12));
        QuoteId early = quote();
        String key = key();
        try {
            MvcTestResult answer = post("/api/tariffs", tariff(midnight.toString(), "4.00", "2.8"), key);
            assertThat(answer).hasStatus(HttpStatus.CREATED).bodyJson().isLenientlyEqualTo("""
                    {"version": 2, "validFrom": "%s", "base": {"amount": 4.00, "currency": "USD"}, "perKilometre": 2.8}
                    """.formatted(midnight));
            assertThat(post("/api/tariffs", tariff(midnight.toString(), "4.00", "2.8"), key)).bodyJson()
                    .extractingPath("$.version")
                    .isEqualTo(2);
            assertProblem(post("/api/tariffs", tariff(midnight.toString(), "5.00", "2.8"), key),
                    HttpStatus.UNPROCESSABLE_CONTENT, "idempotency-key-reused");
            assertInvalid(post("/api/tariffs", tariff(midnight.toString(), "4.00", "2.8")), "validFrom");
            assertThat(request(ANN, key())).bodyJson().extractingPath("$.price.amount").isEqualTo(40.58);

            clock.advance(Duration.ofHours(12));

            // 4.00 + 40.474 + 17.3467
            assertThat(request(ANN, key())).bodyJson().extractingPath("$.price.amount").isEqualTo(61.82);
            assertThat(get("/api/quotes/" + early)).bodyJson().extractingPath("$.price.amount").isEqualTo(40.58);
        } finally {
            inModule(() -> jdbc.sql("delete from quote where tariff = 2").update());
            inModule(() -> jdbc.sql("delete from tariff where version = 2").update());
        }
    }

    @ParameterizedTest
    @CsvSource({"2026-01-01T00:00:00Z, 4.00, 2.8, validFrom", "2030-01-01T00:00:00Z, -4.00, 2.8, base.amount",
            "2030-01-01T00:00:00.000000001Z, 4.00, 2.8, validFrom", "tomorrow, 4.00, 2.8, validFrom",
            "2030-01-01T00:00:00Z, 4.00, 2.80001, perKilometre", "2030-01-01T00:00:00Z, 4.00, 1000001, perKilometre",
            "2030-01-01T00:00:00Z, 4.001, 2.8, base.amount"})
    void refusesATariffThatIsWrong(String validFrom, String base, String perKilometre, String field) {
        assertInvalid(post("/api/tariffs", tariff(validFrom, base, perKilometre)), field);
    }

    @Test
    void refusesATariffInAnotherCurrency() {
        assertInvalid(post("/api/tariffs", tariff("2030-01-01T00:00:00Z", "4.00", "2.8").replace("USD", "EUR")),
                "base.currency");
        assertInvalid(post("/api/tariffs", tariff("2030-01-01T00:00:00Z", "4.00", "2.8").replaceFirst("USD", "EUR")),
                "minimum.currency");
    }

    @Test
    void keepsThePriceOfAnOpenQuoteWhateverTheSurge() {
        QuoteId quote = quote();
        requests(40);
        evaluating.evaluate();
        assertThat(request(ANN, key())).bodyJson().extractingPath("$.surge").isEqualTo(3.0);
        clock.advance(Duration.ofMinutes(5).minusNanos(1_000));

        assertThat(accept(quote, trip())).isEqualTo(
                new QuoteDecision(Outcome.ACCEPTED, new Terms(pickup, dropoff, Money.of("40.58", "USD"))));
    }

    @Test
    void sendsFewStatementsOnATripsWay() {
        List<String> quoting;
        try (SqlStatements sent = new SqlStatements()) {
            quote();
            quoting = sent.about("(tariff|surge|quote)");
        }
        assertThat(quoting).as("price level, quote").hasSize(2);

        QuoteId quote = quote();
        try (SqlStatements sent = new SqlStatements()) {
            accept(quote, trip());
            assertThat(sent.about("quote")).as("lock, accept").hasSize(2);
        }
    }

    @Test
    void refusesRidesThatNobodyCanDrive() {
        for (Double metres : List.of(-1.0, Double.NaN, Double.POSITIVE_INFINITY)) {
            assertInvalid("distanceMetres", ride(trip(), dropoff, metres, Duration.ZERO));
        }
        assertInvalid("duration", ride(trip(), dropoff, null, Duration.ofSeconds(-1)));
        assertInvalid("duration", ride(trip(), dropoff, null, Duration.ofSeconds(Long.MAX_VALUE)));
    }

    @Test
    void answersTheFacadeOverHttp() {
        QuoteId quote = quote();
        TripId trip = trip();

        assertThat(post("/api/quotes/%s/acceptance".formatted(quote), """
                {"riderId": "ann", "tripId": "%s"}""".formatted(trip))).hasStatusOk().bodyJson().isLenientlyEqualTo("""
                {"outcome": "ACCEPTED", "terms": {"price": {"amount": 40.58, "currency": "USD"}}}""");
        assertThat(post("/api/quotes/fares",
                """
                        {"tripId": "%s", "pickup": {"latitude": 1, "longitude": 2}, "dropoff": {"latitude": %s, "longitude": %s},
                         "duration": "PT20M"}"""
                        .formatted(trip, dropoff.latitude(), dropoff.longitude())))
                .hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo("""
                        {"ride": {"amount": 40.58, "currency": "USD"}, "tip": {"amount": 0.00, "currency": "USD"}}""");
        assertProblem(post("/api/quotes/fares", """
                {"tripId": "%s", "pickup": {"latitude": 1, "longitude": 2}, "dropoff": {"latitude": 1, "longitude": 2},
                 "duration": "-PT20M"}""".formatted(trip)), HttpStatus.BAD_REQUEST, "invalid-value");
    }

    @Test
    void raisesPricesWhereMoreRidersAskThanDriversBecomeFree(AssertablePublishedEvents events) {
        requests(19);
        incoming.deliver(online(pickup), completed(clock.instant()), completed(ANOTHER_DAY), offline(pickup),
                request());
        evaluating.evaluate();

        // 1 + 0.5 × (20 ÷ (2 + 5) − 1) = 1.93
        String cell = Cell.of(pickup).name();
        assertThat(events.ofType(SurgeChanged.class).matching(event -> event.cell().equals(cell))).singleElement()
                .satisfies(event -> {
                    assertThat(event.factor()).isEqualByComparingTo("1.9");
                    assertThat(event.at()).isEqualTo(clock.instant());
                });
        assertThat(get("/api/surge?limit=1000")).hasStatusOk()
                .bodyJson()
                .extractingPath("$.cells[?(@.cell == '%s')].factor".formatted(cell))
                .asArray()
                .singleElement()
                .satisfies(factor -> assertThat(new BigDecimal(factor.toString())).isEqualByComparingTo("1.9"));
        assertThat(request(ANN, key())).bodyJson().extractingPath("$.price.amount").isEqualTo(77.11);
    }

    @Test
    void lowersThemWhenTheWindowHasPassed(AssertablePublishedEvents events) {
        requests(20);
        evaluating.evaluate();
        evaluating.evaluate();
        clock.advance(Duration.ofMinutes(11));
        evaluating.evaluate();
        evaluating.evaluate();

        String cell = Cell.of(pickup).name();
        assertThat(events.ofType(SurgeChanged.class).matching(event -> event.cell().equals(cell)))
                .extracting(SurgeChanged::factor)
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactly(new BigDecimal("2.5"), BigDecimal.ONE);
        assertThat(request(ANN, key())).bodyJson().extractingPath("$.surge").isEqualTo(1);
    }

    @Test
    void countsNothingThatHappenedBeforeTheWindow() {
        Instant longAgo = clock.instant().minus(Duration.ofMinutes(10));
        for (int i = 0; i < 20; i++) {
            incoming.deliver(new TripRequested(trip(), ANN, pickup, dropoff, Money.of("7.00", "USD"), longAgo),
                    completed(longAgo));
        }
        assertThat(inModule(() -> jdbc.sql("select count(*) from traffic_count where cell = ?")
                .param(Cell.of(pickup).name())
                .query(Long.class)
                .single())).isZero();
    }

    @Test
    void keepsTheCountsOfLittleMoreThanTheWindow() {
        requests(1);
        clock.advance(Duration.ofMinutes(30));
        evaluating.evaluate();

        assertThat(inModule(() -> jdbc.sql("select count(*) from traffic_count").query(Long.class).single())).isZero();
    }

    @Test
    void countsNothingOfATransactionThatIsRolledBack() {
        transactions.of("pricing").executeWithoutResult(transaction -> {
            counting.on(request());
            transaction.setRollbackOnly();
        });
        assertThat(inModule(() -> jdbc.sql("select count(*) from traffic_count where cell = ?")
                .param(Cell.of(pickup).name())
                .query(Long.class)
                .single())).isZero();
    }

    @Test
    void letsSeveralProcessesEvaluateAtOnce(AssertablePublishedEvents events) throws Exception {
        requests(20);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Object>> evaluations = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                evaluations.add(Executors.callable(evaluating::evaluate));
            }
            for (Future<Object> evaluation : threads.invokeAll(evaluations)) {
                evaluation.get();
            }
        }
        assertThat(inModule(() -> jdbc.sql("""
                select (select count(*) from event_outbox where key = :cell)
                     + (select count(*) from event_journal where key = :cell)
                """).param("cell", Cell.of(pickup).name()).query(Long.class).single())).isEqualTo(1);
    }

    @Test
    void forgetsOldQuotes() {
        String key = key();
        QuoteId old = idIn(request(ANN, key));
        clock.advance(Duration.ofDays(29));
        QuoteId young = quote();
        forgetting.forget();
        assertThat(get("/api/quotes/" + old)).hasStatusOk();

        clock.advance(Duration.ofDays(2));
        forgetting.forget();

        assertProblem(get("/api/quotes/" + old), HttpStatus.NOT_FOUND, "unknown-quote");
        assertProblem(request(ANN, key), HttpStatus.NOT_FOUND, "unknown-quote");
        assertThat(get("/api/quotes/" + young)).hasStatusOk();
    }

    @Test
    void keepsThePriceOfATripThatWasBookedLongAgo() {
        QuoteId accepted = quote();
        TripId trip = trip();
        Money price = Objects.requireNonNull(accept(accepted, trip).terms()).price();
        FinishedRide ride = ride(trip, dropoff, 20_000.0, Duration.ofHours(1));

        clock.advance(Duration.ofDays(89));
        forgetting.forget();
        assertThat(fareQuotes.price(ride)).isEqualTo(Fare.of(price));

        clock.advance(Duration.ofDays(2));
        forgetting.forget();
        assertProblem(get("/api/quotes/" + accepted), HttpStatus.NOT_FOUND, "unknown-quote");
        assertThat(fareQuotes.price(ride)).isEqualTo(Fare.of(Money.of("55.00", "USD")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`',
            textBlock = """
                    {"pickup": {"latitude": 1, "longitude": 2}, "dropoff": {"latitude": 1, "longitude": 2}}                       | riderId
                    {"riderId": "a b", "pickup": {"latitude": 1, "longitude": 2}, "dropoff": {"latitude": 1, "longitude": 2}}     | riderId
                    {"riderId": "a", "dropoff": {"latitude": 1, "longitude": 2}}                                                  | pickup
                    {"riderId": "a", "pickup": {"latitude": 91, "longitude": 2}, "dropoff": {"latitude": 1, "longitude": 2}}      | pickup.latitude
                    {"riderId": "a", "pickup": {"latitude": 1, "longitude": 2}, "dropoff": {"latitude": 1}}                       | dropoff.longitude
                    {"riderId": "a", "pickup": {"latitude": 1, "longitude": 2}, "dropoff": null}                                  | dropoff
                    """)
    void refusesARequestThatIsWrong(String body, String field) {
        MvcTestResult answer = post("/api/quotes", body);

        assertProblem(answer, HttpStatus.BAD_REQUEST, "invalid-value");
        assertThat(answer).bodyJson().extractingPath("$.errors[0].field").isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/quotes/none", "/api/surge?limit=0", "/api/surge?limit=1001", "/api/surge?limit=many"})
    void refusesQuestionsWithoutAnAnswer(String path) {
        assertProblem(get(path), HttpStatus.BAD_REQUEST, "invalid-value");
    }

    @Test
    void knowsNoQuoteItHasNotMade() {
        assertProblem(get("/api/quotes/" + UUID.randomUUID()), HttpStatus.NOT_FOUND, "unknown-quote");
    }

    @Test
    void demandsAnIdempotencyKey() {
        assertProblem(mvc.post()
                .uri("/api/quotes")
                .contentType(MediaType.APPLICATION_JSON)
                .content(body(ANN))
                .exchange(), HttpStatus.BAD_REQUEST, "idempotency-key-missing");
    }

    private void requests(int count) {
        inModule(() -> {
            for (int i = 0; i < count; i++) {
                counting.on(request());
            }
            return 0;
        });
    }

    private TripRequested request() {
        return new TripRequested(trip(), ANN, pickup, dropoff, Money.of("7.00", "USD"), clock.instant());
    }

    /// A ride that ended where others begin, and that was requested an hour ago.
    private TripCompleted completed(Instant at) {
        return new TripCompleted(trip(), ANN, BOB, pickup, pickup, Fare.of(Money.of("7.00", "USD")), 0,
                clock.instant().minus(Duration.ofHours(1)), at, at);
    }

    private DriverWentOnline online(GeoPoint place) {
        return new DriverWentOnline(BOB, place, clock.instant());
    }

    private DriverWentOffline offline(GeoPoint place) {
        return new DriverWentOffline(BOB, place, OfflineReason.SIGNED_OFF, clock.instant());
    }

    private FinishedRide ride(TripId trip, GeoPoint end, @Nullable Double metres, Duration duration) {
        return new FinishedRide(trip, pickup, end, metres, duration);
    }

    private QuoteDecision accept(QuoteId quote, TripId trip) {
        return fareQuotes.accept(quote, new AcceptQuote(ANN, trip));
    }

    private QuoteId quote() {
        return idIn(request(ANN, key()));
    }

    private MvcTestResult request(RiderId rider, String key) {
        return post("/api/quotes", body(rider), key);
    }

    private MvcTestResult post(String path, String body) {
        return post(path, body, key());
    }

    private MvcTestResult post(String path, String body, String key) {
        return mvc.post()
                .uri(path)
                .header("Idempotency-Key", key)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    private MvcTestResult get(String path) {
        return mvc.get().uri(path).exchange();
    }

    private String body(RiderId rider) {
        return """
                {"riderId": "%s", "pickup": {"latitude": %s, "longitude": %s},
                 "dropoff": {"latitude": %s, "longitude": %s}}"""
                .formatted(rider, pickup.latitude(), pickup.longitude(), dropoff.latitude(), dropoff.longitude());
    }

    private QuoteId idIn(MvcTestResult answer) {
        JsonNode body = json.readTree(answer.getResponse().getContentAsByteArray());
        return QuoteId.of(body.required("quoteId").stringValue());
    }

    private long published(QuoteId quote) {
        return inModule(() -> jdbc.sql("""
                select (select count(*) from event_outbox where key = :quote)
                     + (select count(*) from event_journal where key = :quote)
                """).param("quote", quote.toString()).query(Long.class).single());
    }

    private <T> T inModule(Supplier<T> work) {
        return Objects.requireNonNull(transactions.of("pricing").execute(_ -> work.get()));
    }

    private void assertInvalid(String field, FinishedRide ride) {
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> fareQuotes.price(ride))
                .satisfies(refusal -> assertThat(refusal.field()).isEqualTo(field));
    }

    private static void assertInvalid(MvcTestResult answer, String field) {
        assertProblem(answer, HttpStatus.BAD_REQUEST, "invalid-value");
        assertThat(answer).bodyJson().extractingPath("$.errors[0].field").isEqualTo(field);
    }

    private static String tariff(String validFrom, String base, String perKilometre) {
        return """
                {"validFrom": "%s", "base": {"amount": %s, "currency": "USD"}, "perKilometre": %s, "perMinute": 0.4,
                 "minimum": {"amount": 7.00, "currency": "USD"}}""".formatted(validFrom, base, perKilometre);
    }

    private static TripId trip() {
        return new TripId(UUID.randomUUID());
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    private static void assertProblem(MvcTestResult answer, HttpStatus status, String name) {
        assertThat(answer).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(answer).bodyJson().extractingPath("$.type").isEqualTo("urn:hailstone:problem:" + name);
    }
}
