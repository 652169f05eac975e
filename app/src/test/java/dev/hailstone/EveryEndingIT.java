package dev.hailstone;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// However a trip ends: nothing of the rider's is held afterwards, debits equal credits, and no event is parked.
///
/// Time passes by itself and, where somebody would have to wait, when a test says so.
@SpringBootTest(classes = Hailstone.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "hailstone.tracking.sweep-every=100ms")
@Import(EveryEndingIT.LeapingTime.class)
class EveryEndingIT {

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final BigDecimal DEPOSIT = new BigDecimal("200.00");
    private static final List<String> MODULES = List.of("tracking", "pricing", "trips", "dispatch", "ledger",
            "recommendations", "notifications");
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @LocalServerPort private int port;
    @Autowired private LeapingClock clock;

    private Client client;
    private int driver;
    private double place;
    private String rider;
    private String trip = "";

    /// Somewhere where no driver of another test is.
    @BeforeEach
    void somewhereElse() {
        int number = NUMBER.incrementAndGet();
        client = new Client(port);
        place = -40 + 4 * number;
        driver = 1000 * number;
        rider = "rider-%d-of-every-ending".formatted(number);
        client.deposit(rider, DEPOSIT.toPlainString());
    }

    @AfterEach
    void nothingIsHeldAndTheBooksBalance() {
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(client.state(trip)).isIn("COMPLETED", "CANCELLED");
            JsonNode account = client.rider(rider);
            assertThat(amount(account, "held")).isZero();
            assertThat(amount(account, "balance")).isEqualByComparingTo(DEPOSIT.subtract(owed()));
        });
        assertThat(client.get("/api/accounts/trial-balance").path("balanced").asBoolean()).isTrue();
        assertThat(MODULES)
                .allSatisfy(module -> assertThat(client.get("/actuator/hailstone/parked/" + module).path("parked"))
                        .as("parked in " + module)
                        .isEmpty());
    }

    private BigDecimal owed() {
        JsonNode ended = client.trip(trip);
        return ended.hasNonNull("fare")
                ? amount(ended.path("fare"), "ride")
                : ended.hasNonNull("cancellationFee") ? amount(ended, "cancellationFee") : BigDecimal.ZERO;
    }

    @Test
    void completedOnceHoweverOftenThatIsSaid() {
        bringOnline(driver);
        request();
        awaitState("ASSIGNED");
        client.post("/api/trips/" + trip + "/start", "{}");
        client.post("/api/trips/" + trip + "/completion", "{}", "completion-of-" + trip);
        client.post("/api/trips/" + trip + "/completion", "{}", "completion-of-" + trip);

        assertThat(client.status("/api/trips/" + trip + "/completion", "{}")).isEqualTo(409);
        assertThat(client.status("/api/trips/" + trip + "/cancellation", "{}")).isEqualTo(409);
    }

    @Test
    void cancelledForWantOfMoney() {
        trip = client.requestTrip(rider, place, place + 20);
        awaitState("CANCELLED");
        assertReason("HOLD_DECLINED");
    }

    @Test
    void cancelledForWantOfADriver() {
        request();
        leapUntil("CANCELLED", Duration.ofMinutes(3));
        assertReason("NO_DRIVER_FOUND");
    }

    @Test
    void cancelledSinceNobodyWantsIt() {
        bringOnline(driver);
        bringOnline(driver + 1);
        ask(driver);
        ask(driver + 1);
        request();
        answer(awaitOffer(driver, driver + 1), "REFUSED");
        int other = awaitOffer(driver, driver + 1);
        // This one says nothing.
        clock.leap(Duration.ofSeconds(15));
        await().atMost(SOON).until(() -> offersOf(other).isEmpty());
        leapUntil("CANCELLED", Duration.ofMinutes(3));
        assertReason("NO_DRIVER_FOUND");
    }

    @Test
    void completedByTheDriverWhoAcceptedAfterAnotherRefused() {
        bringOnline(driver);
        bringOnline(driver + 1);
        ask(driver);
        ask(driver + 1);
        request();
        int first = awaitOffer(driver, driver + 1);
        answer(first, "REFUSED");
        int second = awaitOffer(driver, driver + 1);
        assertThat(second).isNotEqualTo(first);
        answer(second, "ACCEPTED");
        awaitState("ASSIGNED");
        client.complete(trip);
        assertThat(client.trip(trip).path("driverId").asString()).isEqualTo(String.valueOf(second));
    }

    @Test
    void cancelledByTheRiderBeforeThereIsADriver() {
        request();
        cancel();
        assertThat(client.trip(trip).hasNonNull("cancellationFee")).isFalse();
    }

    @Test
    void cancelledByTheRiderAtOnceFreeOfCharge() {
        bringOnline(driver);
        request();
        awaitState("ASSIGNED");
        cancel();
        assertThat(client.trip(trip).hasNonNull("cancellationFee")).isFalse();
    }

    @Test
    void cancelledByTheRiderLateForAFeeOfWhichTheDriverGetsAShare() {
        bringOnline(driver);
        request();
        awaitState("ASSIGNED");
        client.post("/api/trips/" + trip + "/arrival", "{}");
        cancel();

        BigDecimal fee = amount(client.trip(trip), "cancellationFee");
        assertThat(fee).isPositive();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                        amount(client.get("/api/accounts/drivers/" + driver), "earned")).isPositive().isLessThan(fee));
    }

    @Test
    void completedByAnotherDriverAfterOneGaveItBack() {
        bringOnline(driver);
        request();
        awaitState("ASSIGNED");
        bringOnline(driver + 1);
        client.post("/api/trips/" + trip + "/driver-cancellation", "{}");
        awaitDriver(driver + 1);
        client.complete(trip);
        await().atMost(SOON).until(() -> client.get("/api/drivers/" + driver).path("available").asBoolean());
    }

    @Test
    void completedByAnotherDriverAfterOneFellSilent() {
        bringOnline(driver);
        request();
        awaitState("ASSIGNED");
        fallSilent(driver);
        bringOnline(driver + 1);
        awaitDriver(driver + 1);
        client.complete(trip);
    }

    @Test
    void completedAtTheQuotedFareAfterTheDriverFellSilentOnTheWay() {
        bringOnline(driver);
        request();
        awaitState("ASSIGNED");
        client.post("/api/trips/" + trip + "/start", "{}");
        BigDecimal quoted = amount(client.trip(trip), "quotedFare");
        fallSilent(driver);

        leapUntil("COMPLETED", Duration.ofMinutes(31));

        assertThat(owed()).isEqualByComparingTo(quoted);
    }

    @Test
    void cancelledForAFeeSinceTheRiderIsNotThere() {
        bringOnline(driver);
        request();
        awaitState("ASSIGNED");
        client.post("/api/trips/" + trip + "/arrival", "{}");
        // The driver goes on telling where they are.
        for (int minute = 0; minute < 31; minute++) {
            clock.leap(Duration.ofMinutes(1));
            bringOnline(driver);
        }
        awaitState("CANCELLED");
        assertReason("RIDER_NOT_THERE");
        assertThat(owed()).isPositive();
    }

    @Test
    void drivenAtTheTimeForWhichItWasBooked() {
        book(Duration.ofMinutes(40));
        assertThat(amount(client.rider(rider), "held")).isZero();
        clock.leap(Duration.ofMinutes(21));
        await().atMost(SOON).until(() -> notifications().contains("pickup-reminder"));
        clock.leap(Duration.ofMinutes(10));
        bringOnline(driver);
        awaitState("ASSIGNED");
        client.complete(trip);
        assertThat(notifications().split("pickup-reminder", -1)).as("reminders").hasSize(2);
    }

    @Test
    void cancelledBeforeTheTimeForWhichItWasBooked() {
        book(Duration.ofHours(5));
        cancel();
        assertThat(client.trip(trip).hasNonNull("cancellationFee")).isFalse();
    }

    private String notifications() {
        return client.get("/api/notifications?riderId=" + rider).toString();
    }

    private void book(Duration ahead) {
        String quote = client.quote(rider, place, place + 0.06);
        trip = client.post("/api/trips", """
                {"riderId": "%s", "quoteId": "%s", "pickupAt": "%s"}"""
                .formatted(rider, quote, clock.instant().plus(ahead))).path("tripId").asString();
        assertThat(client.state(trip)).isEqualTo("SCHEDULED");
    }

    private void request() {
        trip = client.requestTrip(rider, place, place + 0.06);
    }

    private void cancel() {
        client.post("/api/trips/" + trip + "/cancellation", "{}");
        assertReason("RIDER_CANCELLED");
    }

    private void bringOnline(int number) {
        client.bringOnline(number, place, -73.99);
    }

    /// In small leaps: of a large one, nobody can say whether it was the driver who was silent.
    private void fallSilent(int number) {
        leapUntil(() -> !client.get("/api/drivers/" + number).path("online").asBoolean(), Duration.ofSeconds(45));
    }

    private void ask(int number) {
        client.put("/api/offers/" + number, "{\"autoAccept\": false}");
    }

    private void answer(int number, String answer) {
        client.put("/api/offers/%d/%s".formatted(number, trip), "{\"answer\": \"%s\"}".formatted(answer));
    }

    private JsonNode offersOf(int number) {
        return client.get("/api/offers/" + number).path("offers");
    }

    /// @return who of the two is asked
    private int awaitOffer(int one, int other) {
        await().atMost(SOON).until(() -> offersOf(one).size() + offersOf(other).size() == 1);
        return offersOf(one).isEmpty() ? other : one;
    }

    private void awaitDriver(int number) {
        await().atMost(SOON)
                .until(() -> client.trip(trip).path("driverId").asString("").equals(String.valueOf(number)));
    }

    private void awaitState(String state) {
        await().atMost(SOON).untilAsserted(() -> assertThat(client.state(trip)).isEqualTo(state));
    }

    /// Time may leap before what it is to end has begun; so it leaps again.
    private void leapUntil(String state, Duration leap) {
        leapUntil(() -> client.state(trip).equals(state), leap);
    }

    private void leapUntil(BooleanSupplier end, Duration leap) {
        await().atMost(SOON).pollInterval(Duration.ofSeconds(1)).until(() -> {
            if (end.getAsBoolean()) {
                return true;
            }
            clock.leap(leap);
            return false;
        });
    }

    private void assertReason(String reason) {
        assertThat(client.trip(trip).path("cancellationReason").asString()).isEqualTo(reason);
    }

    private static BigDecimal amount(JsonNode parent, String name) {
        return parent.path(name).path("amount").decimalValue();
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class LeapingTime {

        @Bean
        LeapingClock clock() {
            return new LeapingClock();
        }
    }

    /// The system's time and what has been leapt over.
    static final class LeapingClock extends Clock {

        private volatile Duration leapt = Duration.ZERO;

        void leap(Duration duration) {
            leapt = leapt.plus(duration);
        }

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(leapt);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
