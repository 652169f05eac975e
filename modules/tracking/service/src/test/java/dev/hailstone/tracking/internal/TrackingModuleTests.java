package dev.hailstone.tracking.internal;

import java.net.URI;
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
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.beans.factory.ObjectProvider;
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

import dev.hailstone.dispatch.DriverAssigned;
import dev.hailstone.infra.persistence.ModuleTransactions;
import dev.hailstone.infra.security.Role;
import dev.hailstone.infra.testing.IncomingEvents;
import dev.hailstone.infra.testing.SettableClock;
import dev.hailstone.infra.testing.TestIssuer;
import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.kernel.Money;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.tracking.DriverLocator;
import dev.hailstone.tracking.DriverWentOffline;
import dev.hailstone.tracking.DriverWentOnline;
import dev.hailstone.tracking.NearbyDriver;
import dev.hailstone.tracking.OfflineReason;
import dev.hailstone.trips.CancellationReason;
import dev.hailstone.trips.DriverUnassigned;
import dev.hailstone.trips.Fare;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripCancelled;
import dev.hailstone.trips.TripCompleted;
import dev.hailstone.trips.TripId;
import dev.hailstone.trips.UnassignmentReason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/// The module as devices, clients and the other modules see it. What it does again and again is done when a test says so.
@ApplicationModuleTest(verifyAutomatically = false) // Contracts listen both ways; architecture-tests judges cycles.
@AutoConfigureMockMvc
@TestPropertySource(properties = {"hailstone.tracking.write-every=1h", "hailstone.tracking.follow-every=1h",
        "hailstone.tracking.sweep-every=1h"})
class TrackingModuleTests {

    private static final RiderId RIDER = new RiderId("ann");

    @Autowired private MockMvcTester mvc;
    @Autowired private IncomingEvents incoming;
    @Autowired private DriverLocator locator;
    @Autowired private WritingPositions writing;
    @Autowired private FollowingDrivers following;
    @Autowired private NoticingSilence noticing;
    @Autowired private ForgettingEngagements forgetting;
    @Autowired private Drivers drivers;
    @Autowired private ModuleTransactions transactions;
    @Autowired private JdbcClient jdbc;
    @Autowired private SettableClock clock;
    @Autowired private MeterRegistry meters;

    /// Of this test alone, as the place is: the context, and so the index, is shared.
    private DriverId driver = new DriverId("nobody");
    private GeoPoint here = new GeoPoint(0, 0);

    @TestConfiguration
    static class Clocks {

        @Bean
        SettableClock settableClock() {
            return new SettableClock();
        }
    }

    @BeforeEach
    void begin() {
        driver = new DriverId("driver-" + UUID.randomUUID());
        here = new GeoPoint(here.latitude() + 0.5, here.longitude() + 0.5);
        clock.advance(Duration.ofSeconds(1));
    }

    @Test
    void bringsADriverOnlineByTheirFirstPosition(AssertablePublishedEvents events) {
        MvcTestResult answer = post("""
                {"event_type": "location_update", "driver_id": "%s", "latitude": %s, "longitude": %s}"""
                .formatted(driver, here.latitude(), here.longitude()));

        assertThat(answer).hasStatus(HttpStatus.ACCEPTED).bodyJson().isStrictlyEqualTo("""
                {"accepted": 1, "rejected": []}""");
        assertThat(events).contains(DriverWentOnline.class)
                .matching(event -> event.equals(new DriverWentOnline(driver, here, clock.instant())));
        assertThat(get("/api/drivers/" + driver)).hasStatusOk()
                .bodyJson()
                .isStrictlyEqualTo("""
                        {"driverId": "%s", "online": true, "available": true, "onlineChangedAt": "%s",
                         "position": {"latitude": %s, "longitude": %s}, "seenAt": "%s"}"""
                        .formatted(driver, clock.instant(), here.latitude(), here.longitude(), clock.instant()));
        assertThat(nearest()).containsExactly(driver);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`',
            textBlock = """
                    application/json     |                 | [{"driverId": "OWN", "latitude": 1, "longitude": 2}, {"driver_id": 7, "event_type": "location_update", "latitude": 1, "longitude": 2}]
                    application/json     | ?driverId=OWN   | {"driverId": "7", "latitude": 1, "longitude": 2}
                    application/geo+json |                 | {"type": "Feature", "id": "7", "geometry": {"type": "Point", "coordinates": [2, 1]}, "properties": {}}
                    text/vnd.nmea        | ?driverId=7     | $GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W*6A
                    """)
    void takesNothingFromADriverWhoReportsAnother(String contentType, @Nullable String query, String body) {
        String report = body.replace("OWN", driver.toString());

        assertThat(mvc.post()
                .uri("/api/positions" + (query == null ? "" : query.replace("OWN", driver.toString())))
                .header("Authorization", "Bearer " + TestIssuer.shared().token(Role.DRIVER, driver.toString()))
                .contentType(contentType)
                .content(report)
                .exchange()).hasStatus(HttpStatus.FORBIDDEN)
                .bodyJson()
                .extractingPath("$.type")
                .isEqualTo("urn:hailstone:problem:not-yours");
        assertThat(get("/api/drivers/" + driver)).hasStatus(HttpStatus.NOT_FOUND);
    }

    @Test
    void hasNothingToDoWithABrokerUnlessToldTo(@Autowired ObjectProvider<SimpleMessageListenerContainer> queues) {
        assertThat(queues.stream()).isEmpty();
    }

    @Test
    void takesANumericId(AssertablePublishedEvents events) {
        assertThat(post("""
                {"event_type": "location_update", "driver_id": 123, "latitude": 40.7128, "longitude": -74.0060}"""))
                .hasStatus(HttpStatus.ACCEPTED);
        assertThat(get("/api/drivers/123")).hasStatusOk();
        assertThat(events).contains(DriverWentOnline.class)
                .matching(event -> event.driverId().equals(new DriverId("123")));
    }

    @Test
    void publishesNothingForFurtherPositions(AssertablePublishedEvents events) {
        report(driver, here);
        report(driver, step(here));
        report(driver, step(step(here)));

        assertThat(events.ofType(DriverWentOnline.class).matching(event -> event.driverId().equals(driver))).hasSize(1);
        assertThat(locator.nearestAvailable(here.latitude(), here.longitude(), 1000, 1))
                .extracting(NearbyDriver::position)
                .containsExactly(step(step(here)));
    }

    @Test
    void bringsADriverOnlineOnceWhenFirstPositionsComeTogether(AssertablePublishedEvents events) throws Exception {
        int devices = 8;
        try (ExecutorService threads = Executors.newFixedThreadPool(devices)) {
            List<Callable<MvcTestResult>> reports = new ArrayList<>();
            for (int i = 0; i < devices; i++) {
                reports.add(() -> post(update(driver, here)));
            }
            for (var answer : threads.invokeAll(reports)) {
                assertThat(answer.get()).hasStatus(HttpStatus.ACCEPTED);
            }
        }
        Long published = inModule(() -> jdbc.sql("""
                select (select count(*) from event_outbox where key = :driver)
                     + (select count(*) from event_journal where key = :driver)
                """).param("driver", driver.value()).query(Long.class).single());
        assertThat(published).isEqualTo(1);
        assertThat(nearest()).containsExactly(driver);
    }

    @Test
    void takesManyUpdatesAndRefusesTheWrongOnesAmongThem() {
        DriverId other = new DriverId("other-" + UUID.randomUUID());
        MvcTestResult answer = post("""
                [%s, {"event_type": "location_update", "driver_id": 7, "latitude": 91, "longitude": 0},
                 {"driverId": "%s", "latitude": %s, "longitude": %s}, 5, {"latitude": 1}]"""
                .formatted(update(driver, here), other, here.latitude(), here.longitude()));

        assertThat(answer).hasStatus(HttpStatus.ACCEPTED).bodyJson().isStrictlyEqualTo("""
                {"accepted": 2, "rejected": [
                  {"index": 1, "field": "latitude", "reason": "must be between -90 and 90 degrees, was 91.0"},
                  {"index": 3, "field": "update", "reason": "must be an object"},
                  {"index": 4, "field": "driver_id", "reason": "is required"}]}""");
        assertThat(nearest()).containsExactlyInAnyOrder(driver, other);
    }

    @Test
    void takesTheLastOfSeveralPositionsOfOneDriverInARequest() {
        post("[%s, %s]".formatted(update(driver, here), update(driver, step(here))));

        assertThat(locator.nearestAvailable(here.latitude(), here.longitude(), 1000, 1))
                .extracting(NearbyDriver::position)
                .containsExactly(step(here));
    }

    @Test
    void refusesMoreUpdatesThanARequestMayCarry() {
        String update = update(driver, here);
        assertProblem(post("[" + String.join(",", IntStream.range(0, 1001).mapToObj(_ -> update).toList()) + "]"),
                HttpStatus.CONTENT_TOO_LARGE, "too-many-positions");
        assertThat(nearest()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"event_type": "trip_start", "driver_id": 1, "latitude": 0, "longitude": 0}         | event_type
            {"event_type": "location_update", "driver_id": 1, "latitude": 0, "longitude": 181}  | longitude
            {"event_type": "location_update", "driver_id": "a b", "latitude": 0, "longitude": 0}| driver_id
            {"driverId": 1.5, "latitude": 0, "longitude": 0}                                    | driverId
            {"driverId": 1, "longitude": 0}                                                     | latitude
            {"driverId": 1, "latitude": NaN, "longitude": 0}                                    | latitude
            {}                                                                                  | driver_id
            "here"                                                                              | update
            null                                                                                | update
            """)
    void refusesASingleWrongUpdate(String body, String field) {
        MvcTestResult answer = post(body);

        assertProblem(answer, HttpStatus.BAD_REQUEST, "invalid-value");
        assertThat(answer).bodyJson().extractingPath("$.errors[0].field").isEqualTo(field);
    }

    @Test
    void takesGeoJson() {
        DriverId other = new DriverId("other-" + UUID.randomUUID());

        assertThat(post("application/geo+json", "", feature(driver, here))).hasStatus(HttpStatus.ACCEPTED);
        assertThat(post("application/geo+json", "",
                """
                        {"type": "FeatureCollection", "features": [%s, {"type": "Feature"}]}"""
                        .formatted(feature(other, here))))
                .hasStatus(HttpStatus.ACCEPTED)
                .bodyJson()
                .isStrictlyEqualTo("""
                        {"accepted": 1, "rejected": [
                          {"index": 1, "field": "properties.driverId", "reason": "is required"}]}""");

        assertThat(nearest()).containsExactlyInAnyOrder(driver, other);
    }

    @Test
    void takesGeoJsonAmongOtherJson() {
        assertThat(post("[%s]".formatted(feature(driver, here)))).hasStatus(HttpStatus.ACCEPTED);
        assertThat(nearest()).containsExactly(driver);
    }

    @Test
    void takesSentencesOfAReceiver() {
        assertThat(post("text/vnd.nmea; charset=us-ascii", "?driverId=" + driver, """
                $GPRMC,123519.00,A,4807.038,N,01131.000,E,022.4,084.4,230326,003.1,W*4D\r
                $GPRMC,123519.00,A,4807.038,N,01131.000,E,022.4,084.4,230326,003.1,W*00\r
                """)).hasStatus(HttpStatus.ACCEPTED).bodyJson().isStrictlyEqualTo("""
                {"accepted": 1, "rejected": [{"index": 1, "field": "checksum", "reason": "must be 4D"}]}""");

        assertThat(locator.nearestAvailable(48.1173, 11.5167, 100, 1)).extracting(NearbyDriver::driverId)
                .containsExactly(driver);
    }

    @Test
    void wantsToKnowWhoseReceiverItIs() {
        MvcTestResult answer = post("text/vnd.nmea", "", NmeaDeviceFormat.EXAMPLE);

        assertProblem(answer, HttpStatus.BAD_REQUEST, "invalid-value");
        assertThat(answer).bodyJson().extractingPath("$.errors[0].field").isEqualTo("driverId");
    }

    @Test
    void takesNothingFromWhoeverCannotReadTheReceipt() {
        assertProblem(mvc.post()
                .uri("/api/positions")
                .contentType(MediaType.APPLICATION_JSON)
                .accept(MediaType.IMAGE_PNG)
                .content(update(driver, here))
                .exchange(), HttpStatus.NOT_ACCEPTABLE, "not-acceptable");
        assertThat(get("/api/drivers/" + driver)).hasStatus(HttpStatus.NOT_FOUND);
    }

    @Test
    void refusesAContentTypeThatIsNone() {
        MvcTestResult answer = mvc.post()
                .uri("/api/positions")
                .header("Content-Type", "nonsense")
                .content(update(driver, here))
                .exchange();

        assertProblem(answer, HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type");
        assertThat(answer).bodyJson()
                .extractingPath("$.detail")
                .isEqualTo("the content type is none: it has to have the form type/subtype");
    }

    @Test
    void saysWhatItReadsToWhoeverSendsSomethingElse() {
        MvcTestResult answer = post("text/csv", "", "1,40.7,-74");

        assertProblem(answer, HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type");
        assertThat(answer).bodyJson()
                .extractingPath("$.detail")
                .isEqualTo("this endpoint reads application/geo+json, application/json, text/vnd.nmea");
    }

    @Test
    void countsWhatItTakesAndWhatItRefuses() {
        double received = meters.counter("hailstone.tracking.positions.received").count();
        double rejected = meters.counter("hailstone.tracking.positions.rejected").count();

        post("[%s, {}]".formatted(update(driver, here)));
        post("{");
        post("application/geo+json", "", "{}");

        assertThat(meters.counter("hailstone.tracking.positions.received").count()).isEqualTo(received + 1);
        assertThat(meters.counter("hailstone.tracking.positions.rejected").count()).isEqualTo(rejected + 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[{]"})
    void refusesWhatIsNotJson(String body) {
        assertProblem(post(body), HttpStatus.BAD_REQUEST, "malformed-body");
    }

    @Test
    void engagesADriverForATripAndFreesThemWhenItEnds() {
        report(driver, here);
        TripId first = trip();
        incoming.deliver(assigned(first));
        assertThat(nearest()).isEmpty();
        assertThat(get("/api/drivers/" + driver)).bodyJson().extractingPath("$.available").isEqualTo(false);

        incoming.deliver(completed(first));
        assertThat(nearest()).containsExactly(driver);

        TripId second = trip();
        incoming.deliver(assigned(second));
        incoming.deliver(cancelled(second));
        assertThat(nearest()).containsExactly(driver);
        assertThat(get("/api/drivers/" + driver)).bodyJson().extractingPath("$.available").isEqualTo(true);
    }

    @Test
    void engagesNobodyForATripWhoseEndIsHeardFirst() {
        report(driver, here);
        TripId trip = trip();
        incoming.deliver(cancelled(trip), assigned(trip));

        assertThat(nearest()).containsExactly(driver);
    }

    @Test
    void keepsADriverEngagedWhoseNextTripIsHeardOfBeforeTheEndOfTheLast() {
        report(driver, here);
        TripId first = trip();
        TripId second = trip();
        incoming.deliver(assigned(first), assigned(second), completed(first));
        assertThat(nearest()).isEmpty();

        incoming.deliver(completed(second));
        assertThat(nearest()).containsExactly(driver);
    }

    @Test
    void freesADriverWhomTheTripHasLostInWhateverOrderThatIsHeard() {
        DriverId next = new DriverId("next-" + UUID.randomUUID());
        report(driver, here);
        report(next, here);
        TripId inOrder = trip();
        TripId lossFirst = trip();
        TripId nextFirst = trip();

        incoming.deliver(assigned(inOrder), lost(inOrder), lost(inOrder));
        assertThat(nearest()).contains(driver);
        incoming.deliver(lost(lossFirst), assigned(lossFirst));
        assertThat(nearest()).contains(driver);
        incoming.deliver(assigned(nextFirst), new DriverAssigned(nextFirst, RIDER, next, 10, clock.instant()));
        assertThat(nearest()).contains(driver).doesNotContain(next);
        incoming.deliver(lost(nextFirst));
        assertThat(nearest()).contains(driver).doesNotContain(next);

        incoming.deliver(cancelled(inOrder), cancelled(lossFirst), cancelled(nextFirst));
        assertThat(nearest()).contains(driver, next);
    }

    @Test
    void appliesLossesOfOneTransactionTogether(@Autowired EngagingDrivers engaging) {
        report(driver, here);
        TripId one = trip();
        incoming.deliver(assigned(one));

        inModule(() -> {
            engaging.on(lost(one));
            engaging.on(new DriverUnassigned(one, RIDER, new DriverId("another"), UnassignmentReason.DRIVER_SILENT,
                    clock.instant()));
            engaging.on(cancelled(one));
            return 0;
        });

        assertThat(nearest()).containsExactly(driver);
    }

    @Test
    void remembersAnEngagementOfADriverWhoWasNeverSeen() {
        TripId trip = trip();
        incoming.deliver(assigned(trip));
        assertThat(get("/api/drivers/" + driver)).bodyJson().doesNotHavePath("$.position");

        report(driver, here);
        assertThat(nearest()).isEmpty();
        incoming.deliver(completed(trip));
        assertThat(nearest()).containsExactly(driver);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void freesADriverWhoBecomesKnownByAnAssignmentThatIsBeingHeard(boolean lost, @Autowired Engagements engagements)
            throws Exception {
        TripId trip = trip();
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            inModule(() -> {
                engagements.begin(new TreeMap<>(Map.of(trip.value(), driver)), clock.instant());
                Future<?> begun = other.submit(() -> incoming.deliver(lost ? lost(trip) : completed(trip)));
                await().until(this::somebodyWaits);
                return begun;
            }).get(10, TimeUnit.SECONDS);
        }

        report(driver, here);

        assertThat(nearest()).containsExactly(driver);
    }

    private boolean somebodyWaits() {
        return jdbc.sql("select exists (select from pg_locks where not granted)").query(Boolean.class).single();
    }

    @Test
    void appliesTheEventsOfOneTransactionTogether(@Autowired EngagingDrivers engaging) {
        report(driver, here);
        DriverId other = new DriverId("other-" + UUID.randomUUID());
        report(other, here);
        TripId first = trip();
        TripId second = trip();
        TripId ofOther = trip();

        inModule(() -> {
            engaging.on(assigned(first));
            engaging.on(assigned(second));
            engaging.on(new DriverAssigned(ofOther, RIDER, other, 10, clock.instant()));
            return 0;
        });
        assertThat(nearest()).isEmpty();

        inModule(() -> {
            engaging.on(completed(second));
            engaging.on(cancelled(ofOther));
            return 0;
        });
        assertThat(nearest()).containsExactly(other);
        incoming.deliver(completed(first));
        assertThat(nearest()).containsExactlyInAnyOrder(driver, other);
    }

    @Test
    void forgetsTheEventsOfATransactionThatIsRolledBack(@Autowired EngagingDrivers engaging) {
        report(driver, here);
        transactions.of("tracking").executeWithoutResult(transaction -> {
            engaging.on(assigned(trip()));
            transaction.setRollbackOnly();
        });
        assertThat(nearest()).containsExactly(driver);
        assertThat(get("/api/drivers/" + driver)).bodyJson().extractingPath("$.available").isEqualTo(true);
    }

    @Test
    void forgetsEndsAfterADay() {
        TripId trip = trip();
        incoming.deliver(assigned(trip), cancelled(trip));
        clock.advance(Duration.ofHours(23));
        forgetting.forget();
        assertThat(engagementsOf(trip)).isEqualTo(1);

        clock.advance(Duration.ofHours(2));
        forgetting.forget();
        assertThat(engagementsOf(trip)).isZero();
    }

    @Test
    void waitsAMonthForTheAssignmentThatBelongsToAnEnd() {
        TripId trip = trip();
        TripId other = trip();
        incoming.deliver(cancelled(trip), cancelled(other));
        clock.advance(Duration.ofDays(29));
        forgetting.forget();
        report(driver, here);

        incoming.deliver(assigned(trip));
        assertThat(nearest()).containsExactly(driver);

        clock.advance(Duration.ofDays(2));
        forgetting.forget();
        assertThat(engagementsOf(other)).isZero();
    }

    @Test
    void signsADriverOff(AssertablePublishedEvents events) {
        report(driver, here);
        report(driver, step(here));
        String key = key();

        assertThat(signOff(driver, key)).hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo("{\"online\": false, \"available\": false}");
        assertThat(signOff(driver, key)).hasStatusOk();
        assertThat(signOff(driver, key())).hasStatusOk();

        assertThat(events.ofType(DriverWentOffline.class).matching(event -> event.driverId().equals(driver)))
                .containsExactly(
                        new DriverWentOffline(driver, step(here), OfflineReason.SIGNED_OFF, clock.instant()));
        assertThat(nearest()).isEmpty();
    }

    @Test
    void bringsADriverWhoSignedOffOnlineAgain(AssertablePublishedEvents events) {
        report(driver, here);
        signOff(driver, key());
        report(driver, here);

        assertThat(nearest()).containsExactly(driver);
        assertThat(events.ofType(DriverWentOnline.class).matching(event -> event.driverId().equals(driver))).hasSize(2);
    }

    @Test
    void answersARepeatedSignOffWithTheStateOfToday() {
        report(driver, here);
        String key = key();
        signOff(driver, key);
        report(driver, here);

        assertThat(signOff(driver, key)).hasStatusOk().bodyJson().extractingPath("$.online").isEqualTo(true);
    }

    @Test
    void refusesASignOffThatCannotBe() {
        report(driver, here);
        String key = key();
        signOff(driver, key);
        DriverId other = new DriverId("other-" + UUID.randomUUID());
        report(other, here);

        assertProblem(signOff(other, key), HttpStatus.UNPROCESSABLE_CONTENT, "idempotency-key-reused");
        assertProblem(signOff(new DriverId("nobody"), key()), HttpStatus.NOT_FOUND, "unknown-driver");
        assertProblem(mvc.post().uri("/api/drivers/{id}/sign-off", driver).exchange(), HttpStatus.BAD_REQUEST,
                "idempotency-key-missing");
    }

    @Test
    void sendsASilentDriverOffline(AssertablePublishedEvents events) {
        noticing.sweep();
        report(driver, here);
        DriverId talkative = new DriverId("talkative-" + UUID.randomUUID());
        report(talkative, here);
        clock.advance(Duration.ofSeconds(90));
        report(talkative, here);
        noticing.sweep();
        assertThat(nearest()).contains(driver);

        clock.advance(Duration.ofSeconds(31));
        noticing.sweep();
        noticing.sweep();

        assertThat(nearest()).containsExactly(talkative);
        assertThat(events.ofType(DriverWentOffline.class).matching(event -> event.driverId().equals(driver)))
                .containsExactly(new DriverWentOffline(driver, here, OfflineReason.SILENT, clock.instant()));
    }

    @Test
    void countsSilenceFromWhenTheProcessIsReady(@Autowired GoingOffline goingOffline,
            @Autowired TrackingSettings settings,
            @Autowired Fleet fleet) {
        report(driver, here);
        clock.advance(Duration.ofHours(1));
        NoticingSilence restarted = new NoticingSilence(following, fleet, goingOffline, clock, settings);

        restarted.sweep();
        restarted.listen();
        restarted.sweep();
        assertThat(nearest()).containsExactly(driver);

        clock.advance(Duration.ofMinutes(2));
        restarted.sweep();
        assertThat(nearest()).isEmpty();
    }

    @Test
    void doesNotCountTheTimeInWhichTheProcessStoodStill(@Autowired GoingOffline goingOffline, @Autowired Fleet fleet) {
        NoticingSilence resumed = sweeping(goingOffline, fleet);
        report(driver, here);
        resumed.sweep();
        clock.advance(Duration.ofMinutes(5));
        resumed.sweep();
        assertThat(nearest()).containsExactly(driver);

        assertSilentInTwoMinutes(resumed);
    }

    @Test
    void doesNotCountTheTimeInWhichTheDatabaseWasAway(@Autowired GoingOffline goingOffline, @Autowired Fleet fleet) {
        NoticingSilence sweeping = sweeping(goingOffline, fleet);
        report(driver, here);
        writing.write();
        sweepFor(Duration.ofSeconds(110), sweeping);
        inModule(() -> jdbc.sql("alter table driver_position rename to elsewhere").update());
        try {
            clock.advance(Duration.ofSeconds(20));
            assertThatException().isThrownBy(sweeping::sweep);
        } finally {
            inModule(() -> jdbc.sql("alter table elsewhere rename to driver_position").update());
        }
        clock.advance(Duration.ofSeconds(10));
        sweeping.sweep();
        assertThat(nearest()).containsExactly(driver);

        assertSilentInTwoMinutes(sweeping);
    }

    @Test
    void noticesSilenceAlsoWhenTheClockHasBeenSetBack(@Autowired GoingOffline goingOffline, @Autowired Fleet fleet) {
        NoticingSilence sweeping = sweeping(goingOffline, fleet);
        sweeping.sweep();
        clock.advance(Duration.ofHours(-1));
        try {
            report(driver, here);
            sweepFor(Duration.ofSeconds(140), sweeping);
            assertThat(nearest()).isEmpty();
        } finally {
            clock.advance(Duration.ofHours(1));
        }
    }

    @Test
    void keepsADriverOnlineWhomAnotherProcessHasSeen() {
        // Or the time until the next one would not count.
        noticing.sweep();
        report(driver, here);
        clock.advance(Duration.ofMinutes(5));
        inModule(() -> {
            new Drivers(jdbc).place(List.of(new Drivers.Placement(driver, step(here), clock.instant())),
                    clock.instant());
            return 0;
        });
        noticing.sweep();

        assertThat(get("/api/drivers/" + driver)).bodyJson().extractingPath("$.online").isEqualTo(true);
    }

    @Test
    void takesNobodyOfflineWhomAnotherProcessHasSeenMeanwhile(@Autowired GoingOffline goingOffline) {
        report(driver, here);
        clock.advance(Duration.ofMinutes(5));
        inModule(() -> {
            new Drivers(jdbc).place(List.of(new Drivers.Placement(driver, step(here), clock.instant())),
                    clock.instant());
            return 0;
        });
        goingOffline.fallSilent(List.of(driver), clock.instant().minus(Duration.ofMinutes(2)));

        assertThat(get("/api/drivers/" + driver)).bodyJson().extractingPath("$.online").isEqualTo(true);
    }

    @Test
    void knowsAfterARestartWhoIsOnlineAndWhere() {
        report(driver, here);
        report(driver, step(here));
        writing.write();
        DriverId engaged = new DriverId("engaged-" + UUID.randomUUID());
        report(engaged, here);
        incoming.deliver(new DriverAssigned(trip(), RIDER, engaged, 10, clock.instant()));

        Fleet restarted = anotherProcess();

        assertThat(restarted.nearestAvailable(here, 1000, 10)).extracting(NearbyDriver::driverId)
                .containsExactly(driver);
        assertThat(restarted.lastSighting(driver)).map(Sighting::position).contains(step(here));
        assertThat(restarted.lastSighting(engaged)).isPresent();
    }

    @Test
    void keepsPositionsThatCannotBeWrittenForTheNextTime() {
        report(driver, here);
        writing.write();
        report(driver, step(here));
        inModule(() -> jdbc.sql("alter table driver_position rename to elsewhere").update());
        try {
            assertThatException().isThrownBy(writing::write);
        } finally {
            inModule(() -> jdbc.sql("alter table elsewhere rename to driver_position").update());
        }
        writing.write();

        assertThat(anotherProcess().lastSighting(driver)).map(Sighting::position).contains(step(here));
    }

    /// Of one who leaves and comes back before positions are written.
    @Test
    void writesTheLatestOfSeveralPositionsOfADriver() {
        report(driver, here);
        Instant now = clock.instant();
        inModule(() -> {
            drivers.place(List.of(new Drivers.Placement(driver, step(step(here)), now.plusSeconds(2)),
                    new Drivers.Placement(driver, step(here), now.plusSeconds(1))), now);
            return 0;
        });

        assertThat(anotherProcess().lastSighting(driver)).map(Sighting::position).contains(step(step(here)));
    }

    @Test
    void followsWhatAnotherProcessDoes() {
        Drivers elsewhere = new Drivers(jdbc);
        inModule(() -> {
            elsewhere.bringOnline(List.of(driver), clock.instant());
            elsewhere.place(List.of(new Drivers.Placement(driver, here, clock.instant())), clock.instant());
            return 0;
        });
        following.follow();
        assertThat(nearest()).containsExactly(driver);

        inModule(() -> {
            elsewhere.place(List.of(new Drivers.Placement(driver, step(here), clock.instant().plusSeconds(1))),
                    clock.instant());
            return 0;
        });
        following.follow();
        assertThat(locator.nearestAvailable(here.latitude(), here.longitude(), 1000, 1))
                .extracting(NearbyDriver::position)
                .containsExactly(step(here));

        inModule(() -> elsewhere.takeOffline(List.of(driver), clock.instant(), null));
        following.follow();
        assertThat(nearest()).isEmpty();
    }

    @Test
    void neverReplacesAPositionByAnOlderOne() {
        report(driver, here);
        inModule(() -> {
            drivers.place(List.of(new Drivers.Placement(driver, step(here), clock.instant().minusSeconds(1))),
                    clock.instant());
            return 0;
        });
        assertThat(anotherProcess().lastSighting(driver)).map(Sighting::position).contains(here);
    }

    @Test
    void replacesAPositionOfTheFutureByOneOfNow() {
        report(driver, here);
        clock.advance(Duration.ofHours(-1));
        try {
            report(driver, step(here));
            writing.write();
            assertThat(anotherProcess().lastSighting(driver)).contains(new Sighting(step(here), clock.instant()));
        } finally {
            clock.advance(Duration.ofHours(1));
        }
    }

    @Test
    void listsDriversPageByPage() {
        String prefix = "page-" + UUID.randomUUID();
        DriverId first = new DriverId(prefix + "-1");
        DriverId second = new DriverId(prefix + "-2");
        report(first, here);
        report(second, here);
        incoming.deliver(new DriverAssigned(trip(), RIDER, first, 10, clock.instant()));

        assertThat(get("/api/drivers?limit=1&after=" + prefix)).hasStatusOk()
                .bodyJson()
                .extractingPath("$.drivers[*].driverId")
                .isEqualTo(List.of(first.value()));
        assertThat(get("/api/drivers?available=true&limit=1&after=" + prefix)).bodyJson()
                .extractingPath("$.drivers[*].driverId")
                .isEqualTo(List.of(second.value()));
    }

    @Test
    void answersTheFacadeOverHttp() {
        report(driver, here);

        assertThat(get("/api/drivers/nearest?latitude=%s&longitude=%s&radiusMetres=500&limit=5"
                .formatted(here.latitude(), here.longitude()))).hasStatusOk()
                .bodyJson()
                .isStrictlyEqualTo("""
                        [{"driverId": "%s", "position": {"latitude": %s, "longitude": %s}, "distanceMetres": 0.0}]"""
                        .formatted(driver, here.latitude(), here.longitude()));
    }

    @ParameterizedTest
    @CsvSource({"/api/drivers/nobody, NOT_FOUND, unknown-driver", "/api/drivers/a%20b, BAD_REQUEST, invalid-value",
            "/api/drivers?limit=0, BAD_REQUEST, invalid-value", "/api/drivers?limit=x, BAD_REQUEST, invalid-value",
            "/api/drivers?after=%00, BAD_REQUEST, invalid-value",
            "/api/drivers?available=maybe, BAD_REQUEST, invalid-value",
            "/api/drivers/nearest?latitude=1&longitude=1&radiusMetres=1, BAD_REQUEST, invalid-value",
            "/api/drivers/nearest?latitude=91&longitude=1&radiusMetres=1&limit=1, BAD_REQUEST, invalid-value",
            "/api/drivers/nearest?latitude=NaN&longitude=1&radiusMetres=1&limit=1, BAD_REQUEST, invalid-value",
            "/api/drivers/nearest?latitude=1&longitude=1&radiusMetres=100001&limit=1, BAD_REQUEST, invalid-value",
            "/api/drivers/nearest?latitude=1&longitude=1&radiusMetres=NaN&limit=1, BAD_REQUEST, invalid-value",
            "/api/drivers/nearest?latitude=1&longitude=1&radiusMetres=1&limit=101, BAD_REQUEST, invalid-value"})
    void refusesQuestionsWithoutAnAnswer(String path, HttpStatus status, String problem) {
        assertProblem(mvc.get().uri(URI.create(path)).exchange(), status, problem);
    }

    @Test
    void documentsBothFormsOfAnUpdate() {
        MvcTestResult answer = get("/v3/api-docs");

        assertThat(answer).bodyText().doesNotContain("JsonNode");
        assertThat(answer).bodyJson()
                .extractingPath(
                        "$.paths['/api/positions'].post.requestBody.content['application/json'].examples[*].value")
                .asArray()
                .hasSize(2);
    }

    @Test
    void refusesAnInfiniteRadius() {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> locator.nearestAvailable(0, 0, Double.POSITIVE_INFINITY, 1))
                .satisfies(refusal -> assertThat(refusal.field()).isEqualTo("radiusMetres"));
    }

    /// Ready, and to sweep every ten seconds.
    private NoticingSilence sweeping(GoingOffline goingOffline, Fleet fleet) {
        NoticingSilence sweeping = new NoticingSilence(following, fleet, goingOffline, clock,
                settings(Duration.ofSeconds(10)));
        sweeping.listen();
        return sweeping;
    }

    /// As if the driver had been heard of now.
    private void assertSilentInTwoMinutes(NoticingSilence sweeping) {
        sweepFor(Duration.ofSeconds(110), sweeping);
        assertThat(nearest()).containsExactly(driver);
        sweepFor(Duration.ofSeconds(10), sweeping);
        assertThat(nearest()).isEmpty();
    }

    private void sweepFor(Duration time, NoticingSilence sweeping) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plusSeconds(10)) {
            clock.advance(Duration.ofSeconds(10));
            sweeping.sweep();
        }
    }

    private static TrackingSettings settings(Duration sweepEvery) {
        return new TrackingSettings(Duration.ofMinutes(2), sweepEvery, Duration.ofHours(1), 1000, 1000,
                Duration.ofHours(1), 1000, Duration.ofDays(1), Duration.ofDays(30),
                new TrackingSettings.Ingest("hailstone.positions"));
    }

    private Fleet anotherProcess() {
        MeterRegistry meters = new SimpleMeterRegistry();
        Fleet fleet = new Fleet(new UnwrittenPositions(settings(Duration.ofHours(1)), meters), meters);
        new FollowingDrivers(new Drivers(jdbc), fleet, transactions).afterSingletonsInstantiated();
        return fleet;
    }

    private List<DriverId> nearest() {
        return locator.nearestAvailable(here.latitude(), here.longitude(), 1000, 10)
                .stream()
                .map(NearbyDriver::driverId)
                .toList();
    }

    private void report(DriverId reporting, GeoPoint position) {
        assertThat(post(update(reporting, position))).hasStatus(HttpStatus.ACCEPTED);
    }

    private MvcTestResult post(String body) {
        return post(MediaType.APPLICATION_JSON_VALUE, "", body);
    }

    private MvcTestResult post(String contentType, String query, String body) {
        return mvc.post().uri("/api/positions" + query).contentType(contentType).content(body).exchange();
    }

    private MvcTestResult signOff(DriverId leaving, String key) {
        return mvc.post().uri("/api/drivers/{id}/sign-off", leaving).header("Idempotency-Key", key).exchange();
    }

    private MvcTestResult get(String path) {
        return mvc.get().uri(path).exchange();
    }

    private long engagementsOf(TripId trip) {
        return inModule(() -> jdbc.sql("select count(*) from engagement where trip_id = ?")
                .param(trip.value())
                .query(Long.class)
                .single());
    }

    private <T> T inModule(Supplier<T> work) {
        return Objects.requireNonNull(transactions.of("tracking").execute(_ -> work.get()));
    }

    private DriverAssigned assigned(TripId trip) {
        return new DriverAssigned(trip, RIDER, driver, 10, clock.instant());
    }

    private DriverUnassigned lost(TripId trip) {
        return new DriverUnassigned(trip, RIDER, driver, UnassignmentReason.DRIVER_CANCELLED, clock.instant());
    }

    private TripCompleted completed(TripId trip) {
        Instant longAgo = Instant.parse("2019-03-01T00:00:00Z");
        return new TripCompleted(trip, RIDER, driver, here, here, Fare.of(Money.of("7.00", "USD")), 0, longAgo, longAgo,
                longAgo);
    }

    private TripCancelled cancelled(TripId trip) {
        return new TripCancelled(trip, RIDER, null, CancellationReason.RIDER_CANCELLED, clock.instant());
    }

    private static String update(DriverId reporting, GeoPoint position) {
        return """
                {"event_type": "location_update", "driver_id": "%s", "latitude": %s, "longitude": %s}"""
                .formatted(reporting, position.latitude(), position.longitude());
    }

    private static String feature(DriverId reporting, GeoPoint position) {
        return """
                {"type": "Feature", "geometry": {"type": "Point", "coordinates": [%s, %s, 12.5]},
                 "properties": {"driverId": "%s"}}""".formatted(position.longitude(), position.latitude(), reporting);
    }

    private static GeoPoint step(GeoPoint from) {
        return new GeoPoint(from.latitude() + 0.001, from.longitude());
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
