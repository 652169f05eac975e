package dev.hailstone.trips.internal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import com.jayway.jsonpath.JsonPath;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.test.ApplicationModuleTest;
import org.springframework.modulith.test.AssertablePublishedEvents;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.client.ResourceAccessException;

import dev.hailstone.dispatch.DriverAssigned;
import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.infra.persistence.ModuleTransactions;
import dev.hailstone.infra.security.Role;
import dev.hailstone.infra.testing.IncomingEvents;
import dev.hailstone.infra.testing.SettableClock;
import dev.hailstone.infra.testing.TestIssuer;
import dev.hailstone.kernel.Money;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.tracking.DriverWentOffline;
import dev.hailstone.tracking.DriverWentOnline;
import dev.hailstone.tracking.OfflineReason;
import dev.hailstone.trips.CancellationReason;
import dev.hailstone.trips.DriverUnassigned;
import dev.hailstone.trips.PickupApproached;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripCancelled;
import dev.hailstone.trips.TripCompleted;
import dev.hailstone.trips.TripId;
import dev.hailstone.trips.TripRequested;
import dev.hailstone.trips.UnassignmentReason;

import static dev.hailstone.trips.internal.Samples.TIMES_SQUARE;
import static dev.hailstone.trips.internal.Samples.TWELVE_DOLLARS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/// What happens to trips when nobody does anything, with a clock that the test moves. The loop stands still unless a test
/// starts it.
@ApplicationModuleTest(verifyAutomatically = false)
@AutoConfigureMockMvc
@Import({FakeFareQuotes.class, SettableClock.class})
@TestPropertySource(properties = "hailstone.trips.poll-interval=50ms")
class LimitsModuleTests {

    @Autowired private LimitLoop loop;
    @Autowired private KeepingLimits limits;
    @Autowired private MockMvcTester mvc;
    @Autowired private FakeFareQuotes quotes;
    @Autowired private IncomingEvents incoming;
    @Autowired private FindingTrips finding;
    @Autowired private RequestingTrips requesting;
    @Autowired private CancellingTrips cancelling;
    @Autowired private StartingTrips starting;
    @Autowired private CompletingTrips completing;
    @Autowired private SettableClock clock;
    @Autowired private JdbcClient jdbc;
    @Autowired private Silences silences;
    @Autowired private ModuleTransactions transactions;

    private RiderId rider;
    private DriverId driver;

    @BeforeEach
    void somebodyNew() {
        loop.stop();
        rider = new RiderId("rider-" + UUID.randomUUID());
        driver = new DriverId("driver-" + UUID.randomUUID());
    }

    @AfterEach
    void standStill() {
        loop.stop();
        quotes.cut(FakeFareQuotes.Cut.NEVER);
    }

    @Test
    void cancelsATripForWhichNobodyDecidesAnything(AssertablePublishedEvents events) {
        TripId id = requestedTrip();
        clock.advance(Duration.ofMinutes(29));
        round();
        assertThat(view(id).state()).isEqualTo(Phase.REQUESTED);

        clock.advance(Duration.ofMinutes(1));
        round();

        assertThat(view(id).cancellationReason()).isEqualTo(CancellationReason.NO_DRIVER_FOUND);
        assertThat(events.ofType(TripCancelled.class).matching(event -> event.tripId().equals(id))).hasSize(1);
    }

    @Test
    void takesATripFromADriverWhoDoesNotCome(AssertablePublishedEvents events) {
        TripId id = assignedTrip();

        clock.advance(Duration.ofMinutes(45));
        round();

        assertThat(view(id).state()).isEqualTo(Phase.REQUESTED);
        assertThat(view(id).driverId()).isNull();
        assertThat(events).contains(DriverUnassigned.class)
                .matching(event -> event.equals(new DriverUnassigned(id, rider, driver,
                        UnassignmentReason.PICKUP_OVERDUE, clock.instant())));
        DriverId next = new DriverId("next");
        incoming.deliver(new DriverAssigned(id, rider, next, 10, clock.instant()));
        assertThat(view(id).driverId()).isEqualTo(next);
    }

    @Test
    void cancelsForAFeeWhenTheRiderIsNotThere(AssertablePublishedEvents events) {
        TripId id = assignedTrip();
        assertThat(post(id, "arrival")).hasStatusOk();

        clock.advance(Duration.ofMinutes(30));
        round();

        assertThat(events).contains(TripCancelled.class)
                .matching(event -> event.equals(new TripCancelled(id, rider, driver,
                        CancellationReason.RIDER_NOT_THERE, Money.of("3.00", "USD"), clock.instant())));
    }

    @Test
    void completesARideThatNobodyCompletesAtTheQuotedFare(AssertablePublishedEvents events) {
        TripId id = assignedTrip();
        assertThat(post(id, "start")).hasStatusOk();

        clock.advance(Duration.ofHours(12));
        round();

        assertThat(view(id).state()).isEqualTo(Phase.COMPLETED);
        assertThat(events).contains(TripCompleted.class)
                .matching(event -> event.tripId().equals(id) && event.fare().total().equals(TWELVE_DOLLARS));
        assertThat(post(id, "completion")).hasStatus(HttpStatus.CONFLICT);
    }

    @Test
    void takesATripFromADriverWhoFallsSilentAndNotFromOneWhoSignsOff() {
        TripId silent = assignedTrip();
        clock.advance(Duration.ofMinutes(3));

        incoming.deliver(offline(OfflineReason.SIGNED_OFF));
        assertThat(view(silent).state()).isEqualTo(Phase.ASSIGNED);
        incoming.deliver(offline(OfflineReason.SILENT), offline(OfflineReason.SILENT));

        assertThat(view(silent).state()).isEqualTo(Phase.REQUESTED);
    }

    @Test
    void lateNewsOfASilenceConcernNoLaterTrip() {
        DriverWentOffline before = offline(OfflineReason.SILENT);
        clock.advance(Duration.ofMinutes(1));
        TripId id = assignedTrip();

        incoming.deliver(before);

        assertThat(view(id).state()).isEqualTo(Phase.ASSIGNED);
    }

    @Test
    void takesATripFromADriverWhoseSilenceIsHeardBeforeTheAssignment(AssertablePublishedEvents events) {
        TripId id = requestedTrip();
        DriverAssigned assignment = new DriverAssigned(id, rider, driver, 250, clock.instant());
        clock.advance(Duration.ofMinutes(1));

        incoming.deliver(offline(OfflineReason.SILENT));
        incoming.deliver(assignment);

        assertThat(view(id).state()).isEqualTo(Phase.REQUESTED);
        assertThat(events.ofType(DriverUnassigned.class).matching(event -> event.tripId().equals(id)))
                .containsExactly(new DriverUnassigned(id, rider, driver, UnassignmentReason.DRIVER_SILENT,
                        clock.instant()));
    }

    @Test
    void leavesATripToADriverWhoFellSilentBeforeTheyGotItOrSignedOff(AssertablePublishedEvents events) {
        TripId id = requestedTrip();
        incoming.deliver(offline(OfflineReason.SILENT));
        clock.advance(Duration.ofSeconds(1));
        DriverAssigned assignment = new DriverAssigned(id, rider, driver, 250, clock.instant());
        clock.advance(Duration.ofMinutes(1));
        incoming.deliver(offline(OfflineReason.SIGNED_OFF));

        incoming.deliver(assignment);

        assertThat(view(id).driverId()).isEqualTo(driver);
        assertThat(events.ofType(DriverUnassigned.class).matching(event -> event.tripId().equals(id))).isEmpty();
    }

    @Test
    void takesATripFromADriverWhoseSilenceIsHeardDuringTheAssignment() throws Exception {
        TripId id = requestedTrip();
        DriverAssigned assignment = new DriverAssigned(id, rider, driver, 250, clock.instant());
        clock.advance(Duration.ofMinutes(1));
        Map<DriverId, Instant> silence = Map.of(driver, clock.instant());

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> assigned = transactions.of("trips").execute(_ -> {
                silences.note(silence, clock.instant());
                Future<?> heard = threads.submit(() -> incoming.deliver(assignment));
                Awaitility.await().until(this::somebodyWaitsForADriver);
                return heard;
            });
            Objects.requireNonNull(assigned).get();
        }

        assertThat(view(id).state()).isEqualTo(Phase.REQUESTED);
    }

    private boolean somebodyWaitsForADriver() {
        return jdbc.sql("select exists (select from pg_locks where locktype = 'advisory' and not granted)")
                .query(Boolean.class)
                .single();
    }

    @Test
    void forgetsSilencesOfDaysAgo() {
        incoming.deliver(offline(OfflineReason.SILENT));
        clock.advance(Duration.ofHours(25));

        incoming.deliver(new DriverWentOffline(new DriverId("driver-" + UUID.randomUUID()), TIMES_SQUARE,
                OfflineReason.SILENT, clock.instant()));

        Map<DriverId, Instant> known = transactions.of("trips").execute(_ -> silences.of(List.of(driver)));
        assertThat(known).isEmpty();
    }

    @Test
    void completesARideWhoseDriverFellSilentUnlessTheyComeBack() {
        TripId id = assignedTrip();
        assertThat(post(id, "start")).hasStatusOk();
        clock.advance(Duration.ofMinutes(3));
        incoming.deliver(offline(OfflineReason.SILENT),
                new DriverWentOnline(driver, TIMES_SQUARE, clock.instant()));
        clock.advance(Duration.ofMinutes(40));
        round();
        assertThat(view(id).state()).isEqualTo(Phase.IN_PROGRESS);

        incoming.deliver(offline(OfflineReason.SILENT));
        clock.advance(Duration.ofMinutes(30));
        round();

        assertThat(view(id).state()).isEqualTo(Phase.COMPLETED);
    }

    @Test
    void letsADriverGiveATripBack(AssertablePublishedEvents events) {
        TripId id = assignedTrip();

        assertThat(post(id, "driver-cancellation")).hasStatusOk()
                .bodyJson()
                .extractingPath("$.state")
                .isEqualTo("REQUESTED");

        assertThat(events).contains(DriverUnassigned.class)
                .matching(event -> event.driverId().equals(driver)
                        && event.reason() == UnassignmentReason.DRIVER_CANCELLED);
        assertThat(post(id, "driver-cancellation")).hasStatus(HttpStatus.CONFLICT);
    }

    @Test
    void letsADriverRepeatThatTheyGaveATripBackAndDoNothingElseToIt() {
        TripId id = assignedTrip();
        IdempotencyKey key = key();
        String loser = driver.toString();
        assertThat(cancelling.giveBack(id, loser, key)).isInstanceOf(CommandOutcome.CarriedOut.class);
        DriverId next = new DriverId("driver-" + UUID.randomUUID());
        incoming.deliver(new DriverAssigned(id, rider, next, 10, clock.instant()));

        assertThat(cancelling.giveBack(id, loser, key)).isInstanceOf(CommandOutcome.CarriedOut.class);
        assertThat(starting.start(id, loser, key())).isEqualTo(new CommandOutcome.NotYours(id, false));
        assertThat(completing.complete(id, loser, Completion.PLAIN, key()))
                .isEqualTo(new CommandOutcome.NotYours(id, false));
        assertThat(view(id).state()).isEqualTo(Phase.ASSIGNED);
        assertThat(starting.start(id, next.toString(), key())).isInstanceOf(CommandOutcome.CarriedOut.class);
    }

    @Test
    void tellsADriverWhoRepeatsACommandNothingOfTheNextOne() {
        TripId id = assignedTrip();
        String key = UUID.randomUUID().toString();
        DriverId next = new DriverId("driver-" + UUID.randomUUID());
        assertThat(giveBack(id, driver, key)).hasStatusOk();
        incoming.deliver(new DriverAssigned(id, rider, next, 10, clock.instant()));
        assertThat(post(id, "start")).hasStatusOk().bodyJson().extractingPath("$.driverId").isEqualTo(next.toString());

        assertThat(giveBack(id, driver, key)).hasStatusOk()
                .bodyJson()
                .isLenientlyEqualTo("{\"tripId\": \"%s\", \"state\": \"IN_PROGRESS\"}".formatted(id))
                .doesNotHavePath("$.driverId")
                .doesNotHavePath("$.assignedAt")
                .doesNotHavePath("$.startedAt")
                .doesNotHavePath("$.dueAt");
    }

    @Test
    void tellsADriverThatATripHasNotHeardOfAnyYet() {
        TripId id = requestedTrip();

        assertThat(giveBack(id, driver, UUID.randomUUID().toString())).hasStatus(HttpStatus.FORBIDDEN)
                .bodyText()
                .contains("problem:not-yours", "this has no driver yet; repeat it in a moment");
    }

    private MvcTestResult giveBack(TripId id, DriverId by, String key) {
        return mvc.post()
                .uri("/api/trips/%s/driver-cancellation".formatted(id))
                .header("Authorization", "Bearer " + TestIssuer.shared().token(Role.DRIVER, by.toString()))
                .header("Idempotency-Key", key)
                .exchange();
    }

    private static IdempotencyKey key() {
        return new IdempotencyKey("key-" + UUID.randomUUID());
    }

    @Test
    void remindsTheRiderOfABookedTripAndRequestsItInTime(AssertablePublishedEvents events) {
        Instant pickupAt = clock.instant().plus(Duration.ofHours(2));
        TripId id = bookedTrip(pickupAt);
        assertThat(view(id).state()).isEqualTo(Phase.SCHEDULED);
        assertThat(events.ofType(TripRequested.class).matching(event -> event.tripId().equals(id))).isEmpty();

        clock.advance(Duration.ofMinutes(100));
        round();
        round();
        assertThat(events.ofType(PickupApproached.class).matching(event -> event.tripId().equals(id))).hasSize(1);
        clock.advance(Duration.ofMinutes(10));
        round();
        round();

        assertThat(view(id).state()).isEqualTo(Phase.REQUESTED);
        assertThat(events.ofType(TripRequested.class)
                .matching(event -> event.tripId().equals(id) && pickupAt.equals(event.pickupAt()))).hasSize(1);
        assertThat(events.ofType(PickupApproached.class).matching(event -> event.tripId().equals(id))).hasSize(1);
    }

    @Test
    void letsTheRiderRideBeforeABookedTripAndCancelsThatIfTheyAreNotInTime() {
        TripId booked = bookedTrip(clock.instant().plus(Duration.ofMinutes(40)));
        TripId now = assignedTrip();
        assertThat(post(now, "start")).hasStatusOk();

        clock.advance(Duration.ofMinutes(31));
        round();
        round();
        assertThat(view(booked).state()).isEqualTo(Phase.SCHEDULED);
        clock.advance(Duration.ofMinutes(9));
        round();

        assertThat(view(booked).cancellationReason()).isEqualTo(CancellationReason.RIDER_ON_ANOTHER_TRIP);
    }

    @Test
    void requestsABookedTripOnceTheRiderIsFreeAgain() {
        TripId booked = bookedTrip(clock.instant().plus(Duration.ofMinutes(40)));
        clock.advance(Duration.ofMinutes(10));
        TripId now = requestedTrip();
        clock.advance(Duration.ofMinutes(21));
        round();
        round();
        assertThat(view(booked).state()).isEqualTo(Phase.SCHEDULED);

        assertThat(post(now, "cancellation")).hasStatusOk();
        clock.advance(Duration.ofSeconds(30));
        round();

        assertThat(view(booked).state()).isEqualTo(Phase.REQUESTED);
    }

    @Test
    void letsABookedTripBeCancelledFreeOfChargeAndRemindsNobodyThen(AssertablePublishedEvents events) {
        TripId id = bookedTrip(clock.instant().plus(Duration.ofHours(1)));

        assertThat(post(id, "cancellation")).hasStatusOk().bodyJson().doesNotHavePath("$.cancellationFee");
        clock.advance(Duration.ofHours(2));
        round();

        assertThat(view(id).state()).isEqualTo(Phase.CANCELLED);
        assertThat(events.ofType(PickupApproached.class).matching(event -> event.tripId().equals(id))).isEmpty();
    }

    @Test
    void makesABookingThatWasCutOffWhenItIsRepeatedInTimeAndNotWhenItsPickupIsOver() {
        Instant pickupAt = clock.instant().plus(Duration.ofMinutes(31));
        RequestTrip repeatedInTime = new RequestTrip(rider, quotes.quoteFor(rider), pickupAt);
        RequestTrip repeatedLate = new RequestTrip(rider, quotes.quoteFor(rider), pickupAt);
        IdempotencyKey inTime = key();
        IdempotencyKey late = key();
        quotes.cut(FakeFareQuotes.Cut.AFTER_ACCEPTING);
        assertThatExceptionOfType(ResourceAccessException.class)
                .isThrownBy(() -> requesting.request(inTime, repeatedInTime));
        assertThatExceptionOfType(ResourceAccessException.class)
                .isThrownBy(() -> requesting.request(late, repeatedLate));
        quotes.cut(FakeFareQuotes.Cut.NEVER);

        clock.advance(Duration.ofMinutes(30));
        assertThat(requesting.request(inTime, repeatedInTime)).isInstanceOf(RequestOutcome.Created.class);
        clock.advance(Duration.ofMinutes(1));
        assertThat(requesting.request(late, repeatedLate)).isInstanceOfSatisfying(RequestOutcome.Unfit.class,
                unfit -> assertThat(unfit.field()).isEqualTo("pickupAt"));

        assertThat(finding.list(null, rider, null, 100)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {-10, 0, 29, 60 * 24 * 31})
    void refusesAPickupThatIsTooNearOrTooFarAway(long minutesAhead) {
        MvcTestResult answer = request(clock.instant().plus(Duration.ofMinutes(minutesAhead)));

        assertThat(answer).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(answer).bodyJson().extractingPath("$.errors[0].field").isEqualTo("pickupAt");
    }

    @RepeatedTest(5)
    void happensOnceHoweverManyProcessesSeeThatItIsTime(AssertablePublishedEvents events) throws Exception {
        TripId id = requestedTrip();
        clock.advance(Duration.ofMinutes(30));
        CyclicBarrier start = new CyclicBarrier(4);

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> replicas = IntStream.range(0, 4).<Future<?>>mapToObj(_ -> threads.submit(() -> {
                List<TripId> due = limits.due();
                start.await();
                due.forEach(limits::moveOn);
                return due.size();
            })).toList();
            for (Future<?> replica : replicas) {
                replica.get();
            }
        }

        assertThat(view(id).state()).isEqualTo(Phase.CANCELLED);
        assertThat(view(id).version()).isOne();
    }

    @Test
    void happensByItself() {
        TripId id = requestedTrip();
        loop.start();

        clock.advance(Duration.ofMinutes(30));

        Awaitility.await().untilAsserted(() -> assertThat(view(id).state()).isEqualTo(Phase.CANCELLED));
    }

    private void round() {
        limits.due().forEach(limits::moveOn);
    }

    private DriverWentOffline offline(OfflineReason reason) {
        return new DriverWentOffline(driver, TIMES_SQUARE, reason, clock.instant());
    }

    private TripId requestedTrip() {
        return idIn(request(null));
    }

    private TripId bookedTrip(Instant pickupAt) {
        MvcTestResult answer = request(pickupAt);
        assertThat(answer).hasStatus(HttpStatus.CREATED);
        return idIn(answer);
    }

    private TripId assignedTrip() {
        TripId id = requestedTrip();
        incoming.deliver(new DriverAssigned(id, rider, driver, 250, clock.instant()));
        return id;
    }

    private MvcTestResult request(@Nullable Instant pickupAt) {
        String time = pickupAt == null ? "" : ", \"pickupAt\": \"%s\"".formatted(pickupAt);
        return mvc.post()
                .uri("/api/trips")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"riderId\": \"%s\", \"quoteId\": \"%s\"%s}".formatted(rider, quotes.quoteFor(rider), time))
                .exchange();
    }

    private MvcTestResult post(TripId id, String command) {
        return mvc.post()
                .uri("/api/trips/%s/%s".formatted(id, command))
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .exchange();
    }

    private TripView view(TripId id) {
        return finding.find(id).map(TripView::of).orElseThrow();
    }

    private static TripId idIn(MvcTestResult answer) {
        return TripId.of(JsonPath
                .parse(new String(answer.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8))
                .read("$.tripId"));
    }
}
