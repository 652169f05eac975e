package dev.hailstone.dispatch.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
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
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.test.AssertablePublishedEvents;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.transaction.support.TransactionTemplate;

import dev.hailstone.dispatch.DriverAssigned;
import dev.hailstone.dispatch.NoDriverFound;
import dev.hailstone.infra.testing.IncomingEvents;
import dev.hailstone.infra.testing.SettableClock;
import dev.hailstone.infra.testing.SqlStatements;
import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.ModuleEvent;
import dev.hailstone.ledger.HoldPlaced;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.CancellationReason;
import dev.hailstone.trips.DriverUnassigned;
import dev.hailstone.trips.Fare;
import dev.hailstone.trips.TripCancelled;
import dev.hailstone.trips.TripCompleted;
import dev.hailstone.trips.TripId;
import dev.hailstone.trips.TripRequested;
import dev.hailstone.trips.UnassignmentReason;

import static dev.hailstone.dispatch.internal.Samples.ANN;
import static dev.hailstone.dispatch.internal.Samples.BOB;
import static dev.hailstone.dispatch.internal.Samples.CAROL;
import static dev.hailstone.dispatch.internal.Samples.FOUR_KILOMETRES_AWAY;
import static dev.hailstone.dispatch.internal.Samples.NEAR;
import static dev.hailstone.dispatch.internal.Samples.NOON;
import static dev.hailstone.dispatch.internal.Samples.TIMES_SQUARE;
import static dev.hailstone.dispatch.internal.Samples.TWELVE_DOLLARS;
import static org.assertj.core.api.Assertions.assertThat;

/// Searches for drivers who accept whatever comes.
@DispatchModuleTest
class DispatchModuleTests {

    private static final GeoPoint PHILADELPHIA = new GeoPoint(39.9526, -75.1652);

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
    void standStill() {
        loop.stop();
    }

    @AfterEach
    void clear() {
        loop.stop();
        drivers.reset();
        transactions.executeWithoutResult(_ -> jdbc.sql("delete from assignment").update());
        transactions.executeWithoutResult(_ -> jdbc.sql("delete from acceptance").update());
    }

    @Test
    void assignsTheNearestDriverOnceATripIsRequestedAndItsFareIsHeld(AssertablePublishedEvents events) {
        drivers.put(CAROL, FOUR_KILOMETRES_AWAY);
        drivers.put(BOB, NEAR);
        TripId trip = Samples.aTripId();

        incoming.deliver(requested(trip));
        assertThat(searching.round()).isZero();
        assertThat(view(trip).state()).isEqualTo(Phase.AWAITING_HOLD);

        incoming.deliver(held(trip));
        assertThat(searching.round()).isOne();

        assertThat(view(trip).state()).isEqualTo(Phase.ASSIGNED);
        assertThat(events).contains(DriverAssigned.class)
                .matching(event -> event.equals(
                        new DriverAssigned(trip, ANN, BOB, TIMES_SQUARE.distanceTo(NEAR), clock.instant())));
        assertThat(searching.round()).isZero();
    }

    /// Take up, lock, ask how the drivers stand, write: offers cost nothing where nobody is asked.
    @Test
    void takesFourStatementsToAssignADriverWhoIsNotAsked() {
        drivers.put(BOB, NEAR);
        TripId trip = searchFor();

        try (SqlStatements sent = new SqlStatements()) {
            searching.round();

            assertThat(sent.about("assignment")).hasSize(4);
        }
        assertThat(view(trip).driverId()).isEqualTo(BOB);
    }

    @Test
    void takesTheTwoFactsInEitherOrderAndTwice() {
        drivers.put(BOB, NEAR);
        TripId trip = Samples.aTripId();

        incoming.deliver(held(trip), held(trip));
        assertThat(view(trip).state()).isEqualTo(Phase.AWAITING_REQUEST);
        incoming.deliver(requested(trip), requested(trip), held(trip));
        assertThat(view(trip).state()).isEqualTo(Phase.SEARCHING);
        searching.round();
        incoming.deliver(requested(trip), held(trip));

        assertThat(view(trip).state()).isEqualTo(Phase.ASSIGNED);
    }

    /// Look up and lock, then write.
    @Test
    void takesTwoStatementsForABatchOfEvents(@Autowired PreparingSearches preparing,
            @Autowired ReleasingDrivers releasing) {
        List<TripId> trips = Stream.generate(Samples::aTripId).limit(20).toList();

        assertThat(statementsOf(() -> trips.forEach(trip -> preparing.on(requested(trip))))).hasSize(2);
        assertThat(statementsOf(() -> trips.forEach(trip -> preparing.on(held(trip))))).hasSize(2);
        assertThat(trips).allMatch(trip -> view(trip).state() == Phase.SEARCHING);
        assertThat(statementsOf(() -> trips.forEach(trip -> releasing.on(cancelled(trip))))).hasSize(2);
        assertThat(trips).allMatch(trip -> view(trip).state() == Phase.WITHDRAWN);
    }

    private List<String> statementsOf(Runnable listeners) {
        try (SqlStatements sent = new SqlStatements()) {
            transactions.executeWithoutResult(_ -> listeners.run());
            return sent.about("assignment");
        }
    }

    @Test
    void keepsTheOrderOfTheEventsOfABatch(@Autowired PreparingSearches preparing,
            @Autowired ReleasingDrivers releasing) {
        TripId cancelledLast = Samples.aTripId();
        TripId cancelledFirst = Samples.aTripId();

        transactions.executeWithoutResult(_ -> {
            releasing.on(cancelled(cancelledFirst));
            preparing.on(requested(cancelledLast));
            preparing.on(held(cancelledLast));
            releasing.on(cancelled(cancelledLast));
            preparing.on(requested(cancelledFirst));
        });

        assertThat(view(cancelledLast).state()).isEqualTo(Phase.WITHDRAWN);
        assertThat(view(cancelledFirst).state()).isEqualTo(Phase.AWAITING_HOLD);
    }

    @RepeatedTest(5)
    void missesNeitherFactWhenTheyArriveInTheSameMoment() throws Exception {
        TripId trip = Samples.aTripId();

        CyclicBarrier start = new CyclicBarrier(2);

        atOnce(() -> delivered(start, requested(trip)), () -> delivered(start, held(trip)));

        assertThat(view(trip).state()).isEqualTo(Phase.SEARCHING);
    }

    private ModuleEvent delivered(CyclicBarrier start, ModuleEvent event) {
        waitFor(start);
        incoming.deliver(event);
        return event;
    }

    @Test
    void looksFurtherAwayWhenNobodyIsNear() {
        drivers.put(CAROL, FOUR_KILOMETRES_AWAY);
        TripId trip = searchFor();

        searching.round();

        assertThat(view(trip).driverId()).isEqualTo(CAROL);
        assertThat(drivers.radiiAskedFor()).containsExactly(2000d, 5000d);
    }

    @Test
    void looksAgainUntilTheDeadlineAndThenGivesUp(AssertablePublishedEvents events) {
        drivers.put(BOB, PHILADELPHIA);
        TripId trip = searchFor();

        assertThat(searching.round()).isOne();
        assertThat(searching.round()).isZero();
        assertThat(view(trip).nextAttemptAt()).isEqualTo(clock.instant().plusMillis(250));
        clock.advance(Duration.ofMillis(250));
        assertThat(searching.round()).isOne();
        assertThat(view(trip).nextAttemptAt()).isEqualTo(clock.instant().plusMillis(500));
        assertThat(view(trip).attempts()).isEqualTo(2);

        clock.advance(Duration.ofMinutes(2));
        assertThat(searching.round()).isOne();

        assertThat(view(trip).state()).isEqualTo(Phase.GIVEN_UP);
        assertThat(events).contains(NoDriverFound.class)
                .matching(event -> event.equals(new NoDriverFound(trip, ANN, clock.instant())));
        assertThat(searching.round()).isZero();
    }

    @Test
    void makesALastAttemptWhenTheTimeRanOutWhileTheApplicationWasDown() {
        TripId trip = searchFor();
        drivers.put(BOB, NEAR);

        clock.advance(Duration.ofHours(1));
        searching.round();

        assertThat(view(trip).driverId()).isEqualTo(BOB);
    }

    @Test
    void takesUpAgainWhatARoundThatDiedHadTakenUp(@Autowired AssigningDrivers assigning) {
        drivers.put(BOB, NEAR);
        TripId trip = searchFor();
        assertThat(assigning.takeUp()).hasSize(1);

        assertThat(searching.round()).isZero();
        clock.advance(Duration.ofSeconds(30));
        assertThat(searching.round()).isOne();

        assertThat(view(trip).driverId()).isEqualTo(BOB);
    }

    @Test
    void waitsWhileTrackingCannotBeAsked() {
        drivers.put(BOB, NEAR);
        drivers.goAway();
        TripId trip = searchFor();

        searching.round();
        assertThat(view(trip).state()).isEqualTo(Phase.SEARCHING);

        drivers.reset();
        drivers.put(BOB, NEAR);
        clock.advance(Duration.ofSeconds(1));
        searching.round();
        assertThat(view(trip).driverId()).isEqualTo(BOB);
    }

    /// Each question may take seconds to fail, and offers expire between two rounds only.
    @Test
    void asksATrackingThatFailsOnceARound() {
        drivers.put(BOB, NEAR);
        drivers.goAway();
        List<TripId> trips = List.of(searchFor(), searchFor(), searchFor());

        assertThat(searching.round()).isEqualTo(3);
        assertThat(drivers.radiiAskedFor()).hasSize(1);
        assertThat(searching.round()).isEqualTo(2);
        assertThat(drivers.radiiAskedFor()).hasSize(2);
        assertThat(trips).extracting(trip -> view(trip).state()).containsOnly(Phase.SEARCHING);

        drivers.reset();
        drivers.put(BOB, NEAR);
        assertThat(searching.round()).isOne();
        assertThat(trips).filteredOn(trip -> view(trip).state() == Phase.ASSIGNED).hasSize(1);
        assertThat(trips).extracting(trip -> view(trip).attempts()).containsOnly(1);
    }

    @Test
    void givesUpThoseAlsoForWhomAFailingTrackingWasNotAsked(AssertablePublishedEvents events) {
        drivers.goAway();
        List<TripId> trips = List.of(searchFor(), searchFor());
        clock.advance(Duration.ofMinutes(2));

        assertThat(searching.round()).isEqualTo(2);

        assertThat(drivers.radiiAskedFor()).hasSize(1);
        assertThat(trips).extracting(trip -> view(trip).state()).containsOnly(Phase.GIVEN_UP);
        assertThat(events.ofType(NoDriverFound.class)).extracting(NoDriverFound::tripId)
                .containsExactlyInAnyOrderElementsOf(trips);
    }

    @Test
    void doesNotLetATripForWhichNobodyCanBeLocatedKeepOthersFromTheirs() {
        drivers.put(BOB, NEAR);
        drivers.failAt(PHILADELPHIA);
        TripId lost = Samples.aTripId();
        incoming.deliver(requested(lost, PHILADELPHIA), held(lost));
        clock.advance(Duration.ofSeconds(1));
        TripId trip = searchFor();

        assertThat(searching.round()).isEqualTo(2);
        assertThat(searching.round()).isOne();

        assertThat(view(trip).driverId()).isEqualTo(BOB);
        assertThat(view(lost).state()).isEqualTo(Phase.SEARCHING);
    }

    @Test
    void givesADriverOneTripAtATimeWithinABatch() {
        drivers.put(BOB, NEAR);
        drivers.put(CAROL, FOUR_KILOMETRES_AWAY);
        List<TripId> trips = List.of(searchFor(), searchFor(), searchFor());

        assertThat(searching.round()).isEqualTo(3);

        assertThat(drivers(trips)).containsExactlyInAnyOrder(BOB, CAROL);
        assertThat(trips).extracting(trip -> view(trip).state())
                .containsExactly(Phase.ASSIGNED, Phase.ASSIGNED, Phase.SEARCHING);
    }

    @Test
    void findsAFreeDriverBehindManyWhoHaveATrip() {
        List<TripId> early = IntStream.range(0, 45).mapToObj(number -> {
            drivers.put(new DriverId("driver-" + number), NEAR);
            return searchFor();
        }).toList();
        searching.round();
        assertThat(drivers(early)).hasSize(45);
        drivers.put(CAROL, new GeoPoint(40.7605, -73.9855));

        TripId late = searchFor();
        searching.round();

        assertThat(view(late).driverId()).isEqualTo(CAROL);
    }

    @Test
    void freesTheDriverWhenTheTripIsCompleted() {
        drivers.put(BOB, NEAR);
        TripId first = searchFor();
        searching.round();
        TripId second = searchFor();
        searching.round();
        assertThat(view(second).state()).isEqualTo(Phase.SEARCHING);

        incoming.deliver(completed(first));
        assertThat(view(first).state()).isEqualTo(Phase.RELEASED);
        clock.advance(Duration.ofSeconds(1));
        searching.round();

        assertThat(view(second).driverId()).isEqualTo(BOB);
    }

    @Test
    void freesTheDriverWhenTheTripIsCancelled() {
        drivers.put(BOB, NEAR);
        TripId first = searchFor();
        searching.round();

        incoming.deliver(cancelled(first));

        assertThat(view(first).state()).isEqualTo(Phase.WITHDRAWN);
        TripId second = searchFor();
        searching.round();
        assertThat(view(second).driverId()).isEqualTo(BOB);
    }

    @Test
    void searchesNoMoreForACancelledTrip() {
        TripId waiting = Samples.aTripId();
        TripId searched = searchFor();

        incoming.deliver(requested(waiting), cancelled(waiting), held(waiting), cancelled(searched));

        assertThat(view(waiting).state()).isEqualTo(Phase.WITHDRAWN);
        assertThat(view(searched).state()).isEqualTo(Phase.WITHDRAWN);
        assertThat(searching.round()).isZero();
    }

    @Test
    void assignsNobodyToATripThatIsCancelledDuringTheSearch(AssertablePublishedEvents events) {
        drivers.put(BOB, NEAR);
        TripId trip = searchFor();
        drivers.whileSearching(() -> incoming.deliver(cancelled(trip)));

        assertThat(searching.round()).isOne();

        assertThat(view(trip).state()).isEqualTo(Phase.WITHDRAWN);
        assertThat(view(trip).driverId()).isNull();
        assertThat(events.ofType(DriverAssigned.class).matching(event -> event.tripId().equals(trip))).isEmpty();
    }

    @Test
    void ignoresTheEndOfTripsItDoesNotKnow() {
        TripId unknown = Samples.aTripId();

        incoming.deliver(completed(unknown), cancelled(unknown));

        assertThat(finding.find(unknown)).isEmpty();
    }

    @RepeatedTest(5)
    void givesADriverOneTripWhenTwoSearchesWantThemAtOnce() throws Exception {
        drivers.put(BOB, NEAR);
        TripId one = searchFor();
        TripId other = Samples.aTripId();
        CountDownLatch oneIsTakenUp = new CountDownLatch(1);
        CyclicBarrier bothHaveFoundBob = new CyclicBarrier(2);
        Set<Thread> waited = ConcurrentHashMap.newKeySet();
        drivers.whileSearching(() -> {
            oneIsTakenUp.countDown();
            if (waited.add(Thread.currentThread())) {
                waitFor(bothHaveFoundBob);
            }
        });

        atOnce(searching::round, () -> {
            oneIsTakenUp.await();
            incoming.deliver(requested(other), held(other));
            return searching.round();
        });

        assertThat(drivers(List.of(one, other))).containsExactly(BOB);
    }

    @Test
    void takesTheNextDriverWhenAnotherProcessAssignsTheNearestInTheSameMoment() throws Exception {
        drivers.put(BOB, NEAR);
        drivers.put(CAROL, FOUR_KILOMETRES_AWAY);
        TripId trip = searchFor();

        try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> round = transactions.execute(_ -> {
                assignBobElsewhere();
                Future<Integer> started = thread.submit(searching::round);
                Awaitility.await().until(this::somebodyWaitsForALock);
                return started;
            });
            assertThat(round.get()).isOne();
        }

        assertThat(view(trip).driverId()).isEqualTo(CAROL);
    }

    private void assignBobElsewhere() {
        jdbc.sql("""
                insert into assignment (trip_id, rider_id, phase, driver_id, distance_metres, assigned_at)
                values (?, 'eve', 'ASSIGNED', 'bob', 1, now())
                """).param(Samples.aTripId().value()).update();
    }

    private boolean somebodyWaitsForALock() {
        return jdbc.sql("select count(*) from pg_locks where not granted").query(Long.class).single() > 0;
    }

    @Test
    void wakesUpWhenASearchBegins() {
        drivers.put(BOB, NEAR);
        loop.start();

        TripId trip = searchFor();

        Awaitility.await().untilAsserted(() -> assertThat(view(trip).driverId()).isEqualTo(BOB));
    }

    @Test
    void goesOnAfterARestartWithWhatWasWaiting() {
        drivers.put(BOB, NEAR);
        TripId trip = searchFor();

        loop.start();

        Awaitility.await().untilAsserted(() -> assertThat(view(trip).driverId()).isEqualTo(BOB));
    }

    @Test
    void looksAgainByItselfWhenTheNextAttemptIsDue() {
        TripId trip = searchFor();
        Instant next = clock.instant().plusMillis(250);
        loop.start();
        Awaitility.await().untilAsserted(() -> assertThat(view(trip).nextAttemptAt()).isEqualTo(next));

        drivers.put(BOB, NEAR);
        clock.advance(Duration.ofMillis(250));

        Awaitility.await().untilAsserted(() -> assertThat(view(trip).driverId()).isEqualTo(BOB));
    }

    @Test
    void searchesAnewWhenTheTripHasLostItsDriverAndPassesThemOver() {
        drivers.put(BOB, NEAR);
        drivers.put(CAROL, FOUR_KILOMETRES_AWAY);
        TripId trip = searchFor();
        searching.round();
        assertThat(view(trip).driverId()).isEqualTo(BOB);

        incoming.deliver(new DriverUnassigned(trip, ANN, BOB, UnassignmentReason.DRIVER_SILENT, NOON));
        assertThat(view(trip).state()).isEqualTo(Phase.SEARCHING);
        assertThat(view(trip).driverId()).isNull();
        searching.round();

        assertThat(view(trip).driverId()).isEqualTo(CAROL);
        assertThat(view(trip).declined()).containsExactly(BOB);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void searchesAnewUntilThePickupForWhoeverHasBookedAhead(boolean heldFirst) {
        Instant pickupAt = clock.instant().plus(Duration.ofMinutes(10));
        drivers.put(BOB, NEAR);
        TripId trip = Samples.aTripId();
        TripRequested booked = new TripRequested(trip, ANN, TIMES_SQUARE, PHILADELPHIA, TWELVE_DOLLARS, pickupAt, NOON);
        incoming.deliver(heldFirst ? held(trip) : booked, heldFirst ? booked : held(trip));
        searching.round();
        assertThat(view(trip).driverId()).isEqualTo(BOB);

        incoming.deliver(new DriverUnassigned(trip, ANN, BOB, UnassignmentReason.DRIVER_CANCELLED, NOON));

        assertThat(view(trip).giveUpAt()).isEqualTo(pickupAt.plus(Duration.ofMinutes(2)));
    }

    @Test
    void isNotConfusedByALossOfSomebodyElse() {
        drivers.put(BOB, NEAR);
        TripId trip = searchFor();
        searching.round();

        incoming.deliver(new DriverUnassigned(trip, ANN, CAROL, UnassignmentReason.DRIVER_SILENT, NOON));

        assertThat(view(trip).driverId()).isEqualTo(BOB);
    }

    @Test
    void showsAssignments() {
        drivers.put(BOB, NEAR);
        TripId trip = searchFor();
        searching.round();
        TripId waiting = Samples.aTripId();
        incoming.deliver(requested(waiting));

        assertThat(mvc.get().uri("/api/assignments/" + trip).exchange()).hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo("""
                        {"tripId": "%s", "riderId": "ann", "state": "ASSIGNED", "driverId": "bob", "attempts": 1}"""
                        .formatted(trip));
        assertThat(mvc.get().uri("/api/assignments?limit=1").exchange()).hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo("""
                        {"assignments": [{"tripId": "%s", "state": "AWAITING_HOLD"}]}""".formatted(waiting));
        assertThat(mvc.get().uri("/api/assignments?state=ASSIGNED").exchange()).hasStatusOk()
                .bodyJson()
                .extractingPath("$.assignments[*].tripId")
                .isEqualTo(List.of(trip.toString()));
    }

    @Test
    void knowsNoAssignmentOfAnUnknownTrip() {
        assertThat(mvc.get().uri("/api/assignments/" + Samples.aTripId()).exchange()).hasStatus(HttpStatus.NOT_FOUND)
                .bodyJson()
                .extractingPath("$.type")
                .isEqualTo("urn:hailstone:problem:unknown-assignment");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/none", "?limit=0", "?limit=1001", "?state=LOST"})
    void refusesWhatCannotBeAskedFor(String query) {
        assertThat(mvc.get().uri("/api/assignments" + query).exchange()).hasStatus(HttpStatus.BAD_REQUEST)
                .bodyJson()
                .extractingPath("$.type")
                .isEqualTo("urn:hailstone:problem:invalid-value");
    }

    private TripId searchFor() {
        TripId trip = Samples.aTripId();
        incoming.deliver(requested(trip), held(trip));
        return trip;
    }

    private AssignmentView view(TripId trip) {
        return finding.find(trip).orElseThrow();
    }

    private List<DriverId> drivers(List<TripId> trips) {
        return trips.stream().map(trip -> view(trip).driverId()).filter(Objects::nonNull).toList();
    }

    private static TripRequested requested(TripId trip) {
        return requested(trip, TIMES_SQUARE);
    }

    private static TripRequested requested(TripId trip, GeoPoint pickup) {
        return new TripRequested(trip, ANN, pickup, PHILADELPHIA, TWELVE_DOLLARS, NOON);
    }

    private static HoldPlaced held(TripId trip) {
        return new HoldPlaced(trip, ANN, TWELVE_DOLLARS, NOON);
    }

    private static TripCancelled cancelled(TripId trip) {
        return new TripCancelled(trip, ANN, null, CancellationReason.RIDER_CANCELLED, NOON);
    }

    private static TripCompleted completed(TripId trip) {
        return new TripCompleted(trip, ANN, BOB, TIMES_SQUARE, PHILADELPHIA, Fare.of(TWELVE_DOLLARS), 1000, NOON, NOON,
                NOON);
    }

    private static void waitFor(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void atOnce(Callable<?> one, Callable<?> other) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<?> done : List.of(threads.submit(one), threads.submit(other))) {
                done.get();
            }
        }
    }
}
