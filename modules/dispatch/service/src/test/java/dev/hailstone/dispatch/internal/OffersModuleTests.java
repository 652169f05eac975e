package dev.hailstone.dispatch.internal;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.test.AssertablePublishedEvents;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.support.TransactionTemplate;

import dev.hailstone.dispatch.DriverAssigned;
import dev.hailstone.dispatch.DriverOffered;
import dev.hailstone.dispatch.NoDriverFound;
import dev.hailstone.infra.testing.IncomingEvents;
import dev.hailstone.infra.testing.SettableClock;
import dev.hailstone.ledger.HoldPlaced;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.CancellationReason;
import dev.hailstone.trips.TripCancelled;
import dev.hailstone.trips.TripId;
import dev.hailstone.trips.TripRequested;

import static dev.hailstone.dispatch.internal.Samples.ANN;
import static dev.hailstone.dispatch.internal.Samples.BOB;
import static dev.hailstone.dispatch.internal.Samples.CAROL;
import static dev.hailstone.dispatch.internal.Samples.FOUR_KILOMETRES_AWAY;
import static dev.hailstone.dispatch.internal.Samples.NEAR;
import static dev.hailstone.dispatch.internal.Samples.NOON;
import static dev.hailstone.dispatch.internal.Samples.TIMES_SQUARE;
import static dev.hailstone.dispatch.internal.Samples.TWELVE_DOLLARS;
import static org.assertj.core.api.Assertions.assertThat;

/// Drivers who want to be asked.
@DispatchModuleTest
class OffersModuleTests {

    @Autowired private SearchLoop loop;
    @Autowired private SearchingDrivers searching;
    @Autowired private FindingAssignments finding;
    @Autowired private FakeDriverLocator drivers;
    @Autowired private SettableClock clock;
    @Autowired private IncomingEvents incoming;
    @Autowired private MockMvcTester mvc;
    @Autowired private JdbcClient jdbc;
    @Autowired private TransactionTemplate transactions;

    @BeforeEach
    void letBobAndCarolBeAsked() {
        loop.stop();
        drivers.put(BOB, NEAR);
        drivers.put(CAROL, FOUR_KILOMETRES_AWAY);
        choose(BOB, false);
        choose(CAROL, false);
    }

    @AfterEach
    void clear() {
        loop.stop();
        drivers.reset();
        transactions.executeWithoutResult(_ -> {
            jdbc.sql("delete from assignment").update();
            jdbc.sql("delete from acceptance").update();
        });
    }

    @Test
    void offersTheTripToTheNearestDriverWhoThenHasIt(AssertablePublishedEvents events) {
        TripId trip = searchFor();

        assertThat(searching.round()).isOne();

        assertThat(view(trip).state()).isEqualTo(Phase.OFFERED);
        assertThat(events).contains(DriverOffered.class)
                .matching(event -> event.equals(new DriverOffered(trip, BOB, TIMES_SQUARE.distanceTo(NEAR),
                        clock.instant(), clock.instant().plusSeconds(15))));
        assertThat(mvc.get().uri("/api/offers/bob").exchange()).hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo("""
                        {"driverId": "bob", "autoAccept": false, "offers": [
                            {"tripId": "%s", "driverId": "bob", "expiresAt": "%s"}]}"""
                        .formatted(trip, clock.instant().plusSeconds(15)));
        assertThat(mvc.get().uri("/api/offers/carol").exchange()).bodyJson()
                .extractingPath("$.offers")
                .isEqualTo(List.of());

        assertThat(answer(trip, BOB, "ACCEPTED")).hasStatusOk();

        assertThat(view(trip).state()).isEqualTo(Phase.ASSIGNED);
        assertThat(events).contains(DriverAssigned.class)
                .matching(event -> event.tripId().equals(trip) && event.driverId().equals(BOB));
    }

    @Test
    void asksTheNextDriverWhenOneRefuses() {
        TripId trip = searchFor();
        searching.round();

        assertThat(answer(trip, BOB, "REFUSED")).hasStatusOk();
        assertThat(view(trip).state()).isEqualTo(Phase.SEARCHING);
        searching.round();

        assertThat(view(trip).driverId()).isEqualTo(CAROL);
        assertThat(view(trip).declined()).containsExactly(BOB);
    }

    @Test
    void asksTheNextDriverWhenOneDoesNotAnswer() {
        TripId trip = searchFor();
        searching.round();
        clock.advance(Duration.ofSeconds(14));
        assertThat(searching.round()).isZero();

        clock.advance(Duration.ofSeconds(1));
        assertThat(searching.round()).isOne();

        assertThat(view(trip).state()).isEqualTo(Phase.OFFERED);
        assertThat(view(trip).driverId()).isEqualTo(CAROL);
    }

    @Test
    void givesUpWhenNobodyWantsTheTrip(AssertablePublishedEvents events) {
        TripId trip = searchFor();
        searching.round();
        answer(trip, BOB, "REFUSED");
        searching.round();
        answer(trip, CAROL, "REFUSED");

        for (int round = 0; view(trip).state() != Phase.GIVEN_UP; round++) {
            assertThat(round).isLessThan(100);
            searching.round();
            clock.advance(Duration.ofSeconds(5));
        }

        assertThat(view(trip).driverId()).isNull();
        assertThat(events.ofType(NoDriverFound.class).matching(event -> event.tripId().equals(trip))).hasSize(1);
        assertThat(events.ofType(DriverAssigned.class).matching(event -> event.tripId().equals(trip))).isEmpty();
    }

    @Test
    void givesUpWhenTheLastOfferExpiresAfterTheDeadline(AssertablePublishedEvents events) {
        TripId trip = searchFor();
        clock.advance(Duration.ofMinutes(3));
        searching.round();
        assertThat(view(trip).state()).isEqualTo(Phase.OFFERED);

        clock.advance(Duration.ofSeconds(15));
        searching.round();

        assertThat(view(trip).state()).isEqualTo(Phase.GIVEN_UP);
        assertThat(view(trip).driverId()).isNull();
        assertThat(events.ofType(NoDriverFound.class).matching(event -> event.tripId().equals(trip))).hasSize(1);
    }

    @Test
    void asksWhoeverStandsBehindManyWhoHaveRefused() {
        List<DriverId> nearer = IntStream.range(0, 85).mapToObj(i -> DriverId.of("near-" + i)).toList();
        nearer.forEach(driver -> {
            drivers.put(driver, TIMES_SQUARE);
            choose(driver, false);
        });
        TripId trip = searchFor();
        for (DriverId _ : nearer) {
            searching.round();
            answer(trip, Objects.requireNonNull(view(trip).driverId()), "REFUSED");
        }

        searching.round();

        assertThat(view(trip).declined()).hasSameElementsAs(nearer);
        assertThat(view(trip).driverId()).isEqualTo(BOB);
    }

    @Test
    void asksADriverOneThingAtATime() {
        TripId first = searchFor();
        TripId second = searchFor();

        searching.round();

        assertThat(List.of(view(first).driverId(), view(second).driverId())).containsExactlyInAnyOrder(BOB, CAROL);
        TripId third = searchFor();
        searching.round();
        assertThat(view(third).state()).isEqualTo(Phase.SEARCHING);
    }

    @Test
    void understandsAnAnswerThatIsRepeated() {
        TripId accepted = searchFor();
        searching.round();
        TripId refused = searchFor();
        searching.round();

        assertThat(answer(accepted, BOB, "ACCEPTED")).hasStatusOk();
        assertThat(answer(accepted, BOB, "ACCEPTED")).hasStatusOk();
        assertThat(answer(refused, CAROL, "REFUSED")).hasStatusOk();
        assertThat(answer(refused, CAROL, "REFUSED")).hasStatusOk();

        assertThat(view(accepted).state()).isEqualTo(Phase.ASSIGNED);
        assertThat(view(refused).state()).isEqualTo(Phase.SEARCHING);
    }

    @Test
    void refusesAnswersThatComeTooLateOrFromSomebodyElse() {
        TripId trip = searchFor();
        searching.round();
        assertClosed(answer(trip, CAROL, "ACCEPTED"));
        clock.advance(Duration.ofSeconds(15));
        assertClosed(answer(trip, BOB, "ACCEPTED"));
        searching.round();
        assertClosed(answer(trip, BOB, "ACCEPTED"));
        assertThat(answer(trip, CAROL, "ACCEPTED")).hasStatusOk();

        assertClosed(answer(trip, CAROL, "REFUSED"));
        assertThat(answer(Samples.aTripId(), BOB, "ACCEPTED")).hasStatus(HttpStatus.NOT_FOUND);
        assertThat(view(trip).driverId()).isEqualTo(CAROL);
    }

    @Test
    void withdrawsTheOfferOfATripThatIsCancelled() {
        TripId trip = searchFor();
        searching.round();

        incoming.deliver(new TripCancelled(trip, ANN, null, CancellationReason.RIDER_CANCELLED, NOON));

        assertClosed(answer(trip, BOB, "ACCEPTED"));
        assertThat(view(trip).driverId()).isNull();
        clock.advance(Duration.ofMinutes(1));
        assertThat(searching.round()).isZero();
        TripId next = searchFor();
        searching.round();
        assertThat(view(next).driverId()).isEqualTo(BOB);
    }

    @Test
    void givesTripsUnaskedToWhoeverAcceptsWhateverComes() {
        assertThat(mvc.get().uri("/api/offers/dora").exchange()).bodyJson()
                .extractingPath("$.autoAccept")
                .isEqualTo(true);
        choose(BOB, true);
        TripId trip = searchFor();

        searching.round();

        assertThat(view(trip).state()).isEqualTo(Phase.ASSIGNED);
        assertThat(view(trip).driverId()).isEqualTo(BOB);
    }

    @RepeatedTest(5)
    void letsOfAnAnswerAndTheTimeOnlyOneDecide(AssertablePublishedEvents events) throws Exception {
        TripId trip = searchFor();
        searching.round();
        clock.advance(Duration.ofSeconds(15));

        atOnce(searching::round, () -> answer(trip, BOB, "REFUSED"), searching::round);
        // While the answer was being written, both may have left the search alone.
        searching.round();

        assertThat(view(trip).driverId()).isEqualTo(CAROL);
        assertThat(view(trip).declined()).containsExactly(BOB);
        assertThat(events.ofType(DriverOffered.class).matching(event -> event.tripId().equals(trip))).hasSize(2);
    }

    @Test
    void firesByItselfWhenAnOfferExpires() {
        loop.start();
        TripId trip = searchFor();
        Awaitility.await().untilAsserted(() -> assertThat(view(trip).driverId()).isEqualTo(BOB));

        clock.advance(Duration.ofSeconds(15));
        loop.wake();

        Awaitility.await().untilAsserted(() -> assertThat(view(trip).driverId()).isEqualTo(CAROL));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /api/offers/bob                                      | {}                    | autoAccept
            /api/offers/b%20b                                    | {"autoAccept": true}  | driverId
            /api/offers/bob/none                                 | {"answer": "REFUSED"} | tripId
            /api/offers/bob/0190e4a1-0000-7000-8000-000000000000 | {"answer": "PERHAPS"} | answer
            """)
    void refusesWhatCannotBeRead(String path, String body, String field) {
        MvcTestResult answer = put(path, body);

        assertThat(answer).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(answer).bodyJson().extractingPath("$.errors[0].field").isEqualTo(field);
    }

    private static void assertClosed(MvcTestResult answer) {
        assertThat(answer).hasStatus(HttpStatus.CONFLICT)
                .bodyJson()
                .extractingPath("$.type")
                .isEqualTo("urn:hailstone:problem:offer-closed");
    }

    private void choose(DriverId driver, boolean autoAccept) {
        assertThat(put("/api/offers/" + driver, "{\"autoAccept\": %s}".formatted(autoAccept))).hasStatusOk();
    }

    private MvcTestResult answer(TripId trip, DriverId driver, String answer) {
        return put("/api/offers/%s/%s".formatted(driver, trip), "{\"answer\": \"%s\"}".formatted(answer));
    }

    private MvcTestResult put(String path, String body) {
        return mvc.put().uri(URI.create(path)).contentType(MediaType.APPLICATION_JSON).content(body).exchange();
    }

    private TripId searchFor() {
        TripId trip = Samples.aTripId();
        incoming.deliver(new TripRequested(trip, ANN, TIMES_SQUARE, FOUR_KILOMETRES_AWAY, TWELVE_DOLLARS, NOON),
                new HoldPlaced(trip, ANN, TWELVE_DOLLARS, NOON));
        return trip;
    }

    private AssignmentView view(TripId trip) {
        return finding.find(trip).orElseThrow();
    }

    private static void atOnce(Callable<?>... all) throws Exception {
        CyclicBarrier start = new CyclicBarrier(all.length);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Object>> running = Stream.of(all).map(one -> threads.submit(() -> {
                start.await();
                return (Object) one.call();
            })).toList();
            for (Future<?> done : running) {
                done.get();
            }
        }
    }
}
