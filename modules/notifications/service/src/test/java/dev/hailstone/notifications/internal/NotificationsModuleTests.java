package dev.hailstone.notifications.internal;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.modulith.test.ApplicationModuleTest;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import dev.hailstone.dispatch.DriverAssigned;
import dev.hailstone.dispatch.DriverOffered;
import dev.hailstone.infra.persistence.ModuleTransactions;
import dev.hailstone.infra.persistence.TimeOrderedIds;
import dev.hailstone.infra.testing.IncomingEvents;
import dev.hailstone.kernel.ModuleEvent;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.CancellationFeeCharged;
import dev.hailstone.ledger.DriverPaidOut;
import dev.hailstone.ledger.FareCharged;
import dev.hailstone.ledger.FareRefunded;
import dev.hailstone.ledger.HoldDeclined;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.CancellationReason;
import dev.hailstone.trips.DriverArrived;
import dev.hailstone.trips.DriverUnassigned;
import dev.hailstone.trips.PickupApproached;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripCancelled;
import dev.hailstone.trips.TripId;
import dev.hailstone.trips.TripStarted;
import dev.hailstone.trips.UnassignmentReason;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

@ApplicationModuleTest
@AutoConfigureMockMvc
@Import(CountedStatements.class)
@TestInstance(Lifecycle.PER_METHOD)
class NotificationsModuleTests {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Money FARE = Money.of("12.95", "USD");

    private final IncomingEvents incoming;
    private final ReadingNotifications reading;
    private final ChoosingPreferences choosing;
    private final ModuleTransactions transactions;
    private final MockMvcTester http;

    /// Everybody is new in each test, so that tests need no cleaning.
    private final TripId trip = new TripId(TimeOrderedIds.next());
    private final RiderId rider = RiderId.of("rider-" + trip);
    private final DriverId driver = DriverId.of("driver-" + trip);

    NotificationsModuleTests(@Autowired IncomingEvents incoming, @Autowired ReadingNotifications reading,
            @Autowired ChoosingPreferences choosing, @Autowired ModuleTransactions transactions,
            @Autowired MockMvcTester http) {
        this.incoming = incoming;
        this.reading = reading;
        this.choosing = choosing;
        this.transactions = transactions;
        this.http = http;
    }

    @Test
    void tellsBothSidesHowATripGoes() {
        incoming.deliver(assigned(), arrived(), started(), charged());

        assertThat(told(Recipient.rider(rider))).containsExactlyInAnyOrder(Message.driverOnTheWay(430),
                Message.driverWaiting(), Message.rideStarted(), Message.receipt(FARE));
        assertThat(told(Recipient.driver(driver))).containsExactlyInAnyOrder(Message.newAssignment(430),
                Message.earnings(Money.of("9.71", "USD")));
    }

    @Test
    void tellsNothingTwiceHoweverOftenItHears() {
        incoming.deliver(charged());
        incoming.deliver(charged());

        assertThat(told(Recipient.rider(rider))).containsExactly(Message.receipt(FARE));
        assertThat(told(Recipient.driver(driver))).hasSize(1);
    }

    @Test
    void tellsTheRiderOfEachDriverWhoWaits() {
        DriverId next = DriverId.of("next-" + trip);
        incoming.deliver(arrived(),
                new DriverUnassigned(trip, rider, driver, UnassignmentReason.DRIVER_CANCELLED, NOON),
                new DriverArrived(trip, rider, next, NOON.plusSeconds(900)));
        incoming.deliver(arrived());

        assertThat(told(Recipient.rider(rider))).containsExactly(Message.driverWaiting(), Message.driverLost(),
                Message.driverWaiting());
    }

    @Test
    void tellsTheRiderOfEachPartOfARefundOnce() {
        incoming.deliver(refunded(1, "2.00"), refunded(2, "3.00"));
        incoming.deliver(refunded(2, "3.00"));

        assertThat(told(Recipient.rider(rider))).containsExactlyInAnyOrder(Message.refund(Money.of("2.00", "USD")),
                Message.refund(Money.of("3.00", "USD")));
        assertThat(told(Recipient.driver(driver))).isEmpty();
    }

    @Test
    void tellsTheReasonWhenNoDriverIsFound() {
        incoming.deliver(cancelled(CancellationReason.NO_DRIVER_FOUND, null));

        assertThat(told(Recipient.rider(rider))).containsExactly(Message.noDriverFound());
    }

    /// Trips and dispatch speak without an order between them.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void leavesNoDriverOnATripForWhichNoneIsFound(boolean assignedFirst) {
        DriverAssigned assigned = new DriverAssigned(trip, rider, driver, 430, NOON);
        TripCancelled cancelled = cancelled(CancellationReason.NO_DRIVER_FOUND, null);

        if (assignedFirst) {
            incoming.deliver(assigned);
            incoming.deliver(cancelled);
        } else {
            incoming.deliver(cancelled);
            incoming.deliver(assigned);
        }

        assertThat(told(Recipient.rider(rider)).getLast()).isEqualTo(Message.noDriverFound());
        assertThat(told(Recipient.driver(driver))).hasSize(assignedFirst ? 2 : 0);
        if (assignedFirst) {
            assertThat(told(Recipient.driver(driver)).getLast()).isEqualTo(Message.assignmentLost());
        }
    }

    @Test
    void tellsOnceThatTheFareIsNotCovered() {
        incoming.deliver(declined());
        incoming.deliver(cancelled(CancellationReason.HOLD_DECLINED, null));

        assertThat(told(Recipient.rider(rider)))
                .containsExactly(Message.fareNotCovered(FARE, Money.of("3.00", "USD")));
    }

    @Test
    void tellsOnceThatATripComesToNothingEvenForTwoReasons() {
        incoming.deliver(cancelled(CancellationReason.RIDER_CANCELLED, null));
        incoming.deliver(declined());

        assertThat(told(Recipient.rider(rider))).containsExactly(Message.tripCancelled());
    }

    @Test
    void tellsTheDriverThatTheRiderCancelled() {
        incoming.deliver(assigned());
        incoming.deliver(cancelled(CancellationReason.RIDER_CANCELLED, driver));

        assertThat(told(Recipient.driver(driver))).containsExactly(Message.newAssignment(430),
                Message.assignmentWithdrawn());
    }

    @Test
    void tellsTheDriverOfACancellationThatDidNotKnowThem() {
        incoming.deliver(assigned());
        incoming.deliver(cancelled(CancellationReason.RIDER_CANCELLED, null));

        assertThat(told(Recipient.driver(driver))).containsExactly(Message.newAssignment(430),
                Message.assignmentWithdrawn());
    }

    @Test
    void remindsTheRiderOfABookedTripOnce() {
        Instant pickupAt = NOON.plusSeconds(1200);
        incoming.deliver(new PickupApproached(trip, rider, pickupAt, NOON));
        incoming.deliver(new PickupApproached(trip, rider, pickupAt, NOON));

        assertThat(told(Recipient.rider(rider))).containsExactly(Message.pickupReminder(pickupAt));
        assertThat(http.get()
                .uri("/api/notifications?riderId=" + rider)
                .header("Accept-Language", "de")
                .exchange()).hasStatusOk()
                .bodyJson()
                .extractingPath("$.notifications[0].text")
                .asString()
                .contains("02.03.2026", "12:20 UTC");
    }

    @Test
    void asksADriverWhetherTheyTakeATrip() {
        incoming.deliver(new DriverOffered(trip, driver, 430.4, NOON, NOON.plusSeconds(15)));

        assertThat(told(Recipient.driver(driver))).containsExactly(Message.tripOffered(430));
    }

    @Test
    void tellsBothSidesOfALossAndOnlyTheNextDriverOfTheEnd() {
        DriverId next = DriverId.of("next-" + trip);
        incoming.deliver(assigned(),
                new DriverUnassigned(trip, rider, driver, UnassignmentReason.DRIVER_SILENT, NOON),
                new DriverAssigned(trip, rider, next, 100, NOON),
                cancelled(CancellationReason.RIDER_CANCELLED, null));

        assertThat(told(Recipient.rider(rider))).containsExactly(Message.driverOnTheWay(430), Message.driverLost(),
                Message.driverOnTheWay(100), Message.tripCancelled());
        assertThat(told(Recipient.driver(driver))).containsExactly(Message.newAssignment(430),
                Message.assignmentLost());
        assertThat(told(Recipient.driver(next))).containsExactly(Message.newAssignment(100),
                Message.assignmentWithdrawn());
    }

    @Test
    void tellsNoDriverWhomTheTripHasLostOfItsEnd() {
        incoming.deliver(assigned(),
                new DriverUnassigned(trip, rider, driver, UnassignmentReason.DRIVER_CANCELLED, NOON),
                cancelled(CancellationReason.RIDER_CANCELLED, null));

        assertThat(told(Recipient.driver(driver))).containsExactly(Message.newAssignment(430),
                Message.assignmentLost());
    }

    @Test
    void tellsNobodyOfAnAssignmentWhoseLossWasHeardFirst() {
        DriverId next = DriverId.of("next-" + trip);
        incoming.deliver(new DriverUnassigned(trip, rider, driver, UnassignmentReason.DRIVER_CANCELLED, NOON),
                new DriverUnassigned(trip, rider, next, UnassignmentReason.DRIVER_CANCELLED, NOON),
                assigned(), new DriverAssigned(trip, rider, next, 100, NOON),
                cancelled(CancellationReason.RIDER_CANCELLED, null));

        assertThat(told(Recipient.driver(driver))).containsExactly(Message.assignmentLost());
        assertThat(told(Recipient.driver(next))).containsExactly(Message.assignmentLost());
        assertThat(told(Recipient.rider(rider))).containsExactly(Message.driverLost(), Message.driverLost(),
                Message.tripCancelled());
    }

    @Test
    void tellsNobodyOfAssignmentsOfOneTransactionWhoseLossesWereHeardTogether(
            @Autowired TellingOfAssignments assignments, @Autowired TellingOfTrips trips) {
        DriverId next = DriverId.of("next-" + trip);
        DriverId last = DriverId.of("last-" + trip);
        transactions.of("notifications").executeWithoutResult(_ -> {
            trips.on(new DriverUnassigned(trip, rider, driver, UnassignmentReason.DRIVER_CANCELLED, NOON));
            trips.on(new DriverUnassigned(trip, rider, next, UnassignmentReason.DRIVER_CANCELLED, NOON));
        });
        transactions.of("notifications").executeWithoutResult(_ -> {
            assignments.on(assigned());
            assignments.on(new DriverAssigned(trip, rider, next, 100, NOON));
            assignments.on(new DriverAssigned(trip, rider, last, 50, NOON));
        });

        assertThat(told(Recipient.rider(rider))).containsExactly(Message.driverLost(), Message.driverLost(),
                Message.driverOnTheWay(50));
        assertThat(told(Recipient.driver(driver))).containsExactly(Message.assignmentLost());
        assertThat(told(Recipient.driver(next))).containsExactly(Message.assignmentLost());
        assertThat(told(Recipient.driver(last))).containsExactly(Message.newAssignment(50));
    }

    @Test
    void tellsBothSidesWhatALateCancellationCosts() {
        incoming.deliver(assigned(),
                new TripCancelled(trip, rider, driver, CancellationReason.RIDER_CANCELLED, FARE, NOON),
                new CancellationFeeCharged(trip, rider, driver, FARE, Money.of("9.71", "USD"), Money.of("3.24", "USD"),
                        NOON));

        assertThat(told(Recipient.rider(rider))).containsExactly(Message.driverOnTheWay(430),
                Message.cancellationFee(FARE));
        assertThat(told(Recipient.driver(driver))).containsExactly(Message.newAssignment(430),
                Message.assignmentWithdrawn(), Message.compensation(Money.of("9.71", "USD")));
    }

    @Test
    void tellsNobodyOfAnAssignmentThatCameTooLate() {
        incoming.deliver(cancelled(CancellationReason.RIDER_CANCELLED, null));
        incoming.deliver(assigned());

        assertThat(told(Recipient.driver(driver))).isEmpty();
        assertThat(told(Recipient.rider(rider))).containsExactly(Message.tripCancelled());
    }

    @Test
    void tellsADriverWhoHasAcceptedThatTheRiderHadCancelled() {
        incoming.deliver(offered(), cancelled(CancellationReason.RIDER_CANCELLED, null), assigned());

        assertThat(told(Recipient.driver(driver))).containsExactly(Message.tripOffered(430),
                Message.assignmentWithdrawn());
        assertThat(told(Recipient.rider(rider))).containsExactly(Message.tripCancelled());
    }

    @Test
    void tellsADriverWhoHasAcceptedSoEvenIfTheOfferIsHeardWithTheAssignment(
            @Autowired TellingOfAssignments assignments) {
        incoming.deliver(cancelled(CancellationReason.RIDER_CANCELLED, null));
        transactions.of("notifications").executeWithoutResult(_ -> {
            assignments.on(offered());
            assignments.on(assigned());
        });

        assertThat(told(Recipient.driver(driver))).containsExactly(Message.tripOffered(430),
                Message.assignmentWithdrawn());
    }

    @Test
    void tellsADriverOnceThatTheirTripWasCancelledOrLost() {
        DriverId next = DriverId.of("next-" + trip);
        incoming.deliver(offered(), new DriverOffered(trip, next, 100, NOON, NOON.plusSeconds(15)),
                new DriverUnassigned(trip, rider, driver, UnassignmentReason.DRIVER_CANCELLED, NOON),
                cancelled(CancellationReason.RIDER_CANCELLED, next), assigned(),
                new DriverAssigned(trip, rider, next, 100, NOON));

        assertThat(told(Recipient.driver(driver))).containsExactly(Message.tripOffered(430), Message.assignmentLost());
        assertThat(told(Recipient.driver(next))).containsExactly(Message.tripOffered(100),
                Message.assignmentWithdrawn());
    }

    private DriverOffered offered() {
        return new DriverOffered(trip, driver, 430, NOON, NOON.plusSeconds(15));
    }

    @Test
    void tellsTheSameInWhicheverOrderProducersAreHeard() {
        long seed = new Random().nextLong();
        List<ModuleEvent> events = new ArrayList<>(List.of(assigned(), started(), charged()));
        Collections.shuffle(events, new Random(seed));

        events.forEach(incoming::deliver);

        assertThat(told(Recipient.rider(rider))).as("seed %d", seed)
                .containsExactlyInAnyOrder(
                        Message.driverOnTheWay(430), Message.rideStarted(), Message.receipt(FARE));
    }

    @Test
    void tellsEveryPayout() {
        incoming.deliver(new DriverPaidOut(driver, FARE, NOON));
        incoming.deliver(new DriverPaidOut(driver, FARE, NOON.plusSeconds(60)));

        assertThat(told(Recipient.driver(driver))).containsExactly(Message.paidOut(FARE), Message.paidOut(FARE));
    }

    @Test
    void wordsMessagesInTheReadersLanguage() {
        incoming.deliver(charged());

        assertThat(http.get().uri("/api/notifications?riderId=" + rider))
                .hasStatusOk()
                .hasHeader("Content-Language", "en")
                .bodyJson()
                .isLenientlyEqualTo("""
                        {"notifications": [{
                            "recipient": "rider/%s", "tripId": "%s", "template": "receipt",
                            "parameters": {"total": "12.95 USD"},
                            "text": "Thank you for riding with us. You paid $12.95.",
                            "at": "2026-03-02T12:30:00Z"}]}
                        """.formatted(rider, trip));
        assertThat(http.get().uri("/api/notifications?driverId=" + driver).header("Accept-Language", "es-MX"))
                .hasHeader("Content-Language", "es")
                .bodyJson()
                .extractingPath("$.notifications[0].text")
                .isEqualTo("Ha ganado $9.71 con su viaje.");
    }

    @Test
    void listsPageAfterPage() {
        incoming.deliver(arrived(), started(), charged());
        List<String> everything = ids("riderId=" + rider);

        assertThat(everything).hasSize(3).doesNotHaveDuplicates();
        assertThat(positions("riderId=" + rider)).isSorted();
        assertThat(ids("limit=2&riderId=" + rider)).isEqualTo(everything.subList(0, 2));
        String second = positions("limit=2&riderId=" + rider).getLast().toString();
        assertThat(ids("limit=2&riderId=%s&after=%s".formatted(rider, second))).isEqualTo(everything.subList(2, 3));
        String last = positions("riderId=" + rider).getLast().toString();
        assertThat(ids("riderId=%s&after=%s".formatted(rider, last))).isEmpty();
    }

    @Test
    void wordsMessagesAsTheRecipientPrefersWhateverTheClientAsksFor() {
        incoming.deliver(charged());
        choosing.choose(Recipient.rider(rider), new Preference(Language.GERMAN, null, null));

        assertThat(http.get().uri("/api/notifications?riderId=" + rider).header("Accept-Language", "es"))
                .hasHeader("Content-Language", "de")
                .bodyJson()
                .extractingPath("$.notifications[0].text")
                .isEqualTo("Danke, dass Sie mit uns gefahren sind. Sie haben 12,95\u00a0$ bezahlt.");
    }

    @Test
    void tellsOfManyEventsWithFewStatements(@Autowired CountedStatements statements,
            @Autowired TellingOfAssignments assignments, @Autowired TellingOfMoney money) {
        for (int i = 0; i < 3; i++) {
            // The driver's prepared statements are on the server from now on.
            hear(assignments, money, 1);
        }

        assertThat(statements.countDuring(() -> hear(assignments, money, 100)))
                .as("200 events, 400 notifications: setting the role, engagements, notifications")
                .isLessThanOrEqualTo(3);
    }

    private void hear(TellingOfAssignments assignments, TellingOfMoney money, int trips) {
        transactions.of("notifications").executeWithoutResult(_ -> {
            for (int i = 0; i < trips; i++) {
                TripId other = new TripId(TimeOrderedIds.next());
                RiderId ann = RiderId.of("rider-" + other);
                assignments.on(new DriverAssigned(other, ann, driver, 430, NOON));
                money.on(new FareCharged(other, ann, driver, FARE, FARE, FARE, NOON));
            }
        });
    }

    /// What was charged of the wrong amount is undone, and charged anew.
    @Test
    void tellsOfEachChargeOfATripOnce() {
        FareCharged anew = new FareCharged(trip, rider, driver, Money.of("10.00", "USD"), Money.of("7.50", "USD"),
                Money.of("2.50", "USD"), NOON.plusSeconds(7200));

        incoming.deliver(charged(), charged(), anew, anew);

        assertThat(told(Recipient.rider(rider))).containsExactly(Message.receipt(FARE),
                Message.receipt(Money.of("10.00", "USD")));
        assertThat(told(Recipient.driver(driver))).containsExactly(Message.earnings(Money.of("9.71", "USD")),
                Message.earnings(Money.of("7.50", "USD")));
    }

    @Test
    void remembersWhatHasBeenReadAndWhenFirst() {
        incoming.deliver(charged());
        String id = ids("riderId=" + rider).getFirst();

        MvcTestResult first = markRead(id, "key-1-" + trip);
        assertThat(first).hasStatusOk().bodyJson().extractingPath("$.readAt").isNotNull();
        assertThat(markRead(id, "key-1-" + trip)).as("repeated")
                .hasStatusOk()
                .bodyJson()
                .isStrictlyEqualTo(body(first));
        assertThat(markRead(id, "key-2-" + trip)).as("read again")
                .hasStatusOk()
                .bodyJson()
                .isStrictlyEqualTo(body(first));
    }

    @Test
    void refusesAKeyThatMarkedAnotherNotification() {
        incoming.deliver(started(), charged());
        List<String> ids = ids("riderId=" + rider);
        markRead(ids.getFirst(), "key-" + trip);

        assertThat(markRead(ids.getLast(), "key-" + trip)).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
                .bodyJson()
                .extractingPath("$.type")
                .isEqualTo("urn:hailstone:problem:idempotency-key-reused");
    }

    @Test
    void knowsNoNotificationThatWasNeverTold() {
        assertThat(markRead(UUID.randomUUID().toString(), "key-" + trip)).hasStatus(HttpStatus.NOT_FOUND)
                .bodyJson()
                .extractingPath("$.type")
                .isEqualTo("urn:hailstone:problem:unknown-notification");
        assertThat(ids("riderId=nobody")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
            "'', riderId",
            "riderId=ada&driverId=7, riderId",
            "riderId=a%20b, riderId",
            "riderId=ada&after=last, after",
            "riderId=ada&after=-1, after",
            "riderId=ada&limit=0, limit",
            "riderId=ada&limit=201, limit",
            "riderId=ada&limit=many, limit"})
    void tellsWhatIsWrongWithAQuestion(String query, String field) {
        assertThat(http.get().uri(URI.create("/api/notifications?" + query)))
                .hasStatus(HttpStatus.BAD_REQUEST)
                .bodyJson()
                .extractingPath("$.errors[0].field")
                .isEqualTo(field);
    }

    @Test
    void wantsAnIdempotencyKeyAndAnId() {
        assertThat(http.post().uri("/api/notifications/{id}/read", UUID.randomUUID()))
                .hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(markRead("first", "key-" + trip)).hasStatus(HttpStatus.BAD_REQUEST)
                .bodyJson()
                .extractingPath("$.errors[0].field")
                .isEqualTo("notificationId");
    }

    private DriverAssigned assigned() {
        return new DriverAssigned(trip, rider, driver, 430.4, NOON);
    }

    private DriverArrived arrived() {
        return new DriverArrived(trip, rider, driver, NOON.plusSeconds(300));
    }

    private TripStarted started() {
        return new TripStarted(trip, rider, driver, NOON.plusSeconds(360));
    }

    private FareCharged charged() {
        return new FareCharged(trip, rider, driver, FARE, Money.of("9.71", "USD"), Money.of("3.24", "USD"),
                NOON.plusSeconds(1800));
    }

    private FareRefunded refunded(int number, String total) {
        return new FareRefunded(trip, number, rider, driver, Money.of(total, "USD"), Money.of("1.50", "USD"),
                Money.of("0.50", "USD"), NOON.plusSeconds(3600));
    }

    private HoldDeclined declined() {
        return new HoldDeclined(trip, rider, FARE, Money.of("3.00", "USD"), NOON);
    }

    private TripCancelled cancelled(CancellationReason reason, @Nullable DriverId assigned) {
        return new TripCancelled(trip, rider, assigned, reason, NOON.plusSeconds(30));
    }

    private List<Message> told(Recipient recipient) {
        return reading.list(recipient, 0, 100).notifications().stream().map(Notification::message).toList();
    }

    private MvcTestResult markRead(String id, String key) {
        return http.post().uri("/api/notifications/{id}/read", id).header("Idempotency-Key", key).exchange();
    }

    private List<String> ids(String query) {
        return listed(query, "notificationId").stream().map(String::valueOf).toList();
    }

    private List<Integer> positions(String query) {
        return listed(query, "position").stream().map(Integer.class::cast).toList();
    }

    private List<Object> listed(String query, String property) {
        MvcTestResult answer = http.get().uri("/api/notifications?" + query).exchange();
        List<Object> values = new ArrayList<>();
        assertThat(answer).hasStatusOk()
                .bodyJson()
                .extractingPath("$.notifications[*]." + property)
                .asArray()
                .allSatisfy(values::add);
        return values;
    }

    private static String body(MvcTestResult result) {
        return new String(result.getResponse().getContentAsByteArray(), UTF_8);
    }
}
