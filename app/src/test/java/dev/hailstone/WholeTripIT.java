package dev.hailstone;

import java.math.BigDecimal;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// A trip from quote to receipt through all modules, by HTTP alone; each end that a trip can come to.
@SpringBootTest(classes = Hailstone.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "hailstone.dispatch.give-up-after=3s")
class WholeTripIT {

    private static final double MIDTOWN = 40.75;
    private static final double HARLEM = 40.81;
    private static final double ALBANY = 42.65;
    private static final double NOWHERE_NEAR = 10;

    @LocalServerPort private int port;

    private Client client;

    @BeforeEach
    void open() {
        client = new Client(port);
    }

    @Test
    void isPaidForWhenItIsCompleted() {
        client.bringOnline(1, MIDTOWN, -73.99);
        client.deposit("ada", "100.00");
        String trip = client.requestTrip("ada", MIDTOWN, HARLEM);
        awaitState(trip, "ASSIGNED");
        assertThat(client.trip(trip).path("driverId").asString()).isEqualTo("1");

        client.complete(trip);

        BigDecimal fare = client.trip(trip).path("fare").path("ride").path("amount").decimalValue();
        await().untilAsserted(() -> {
            JsonNode ada = client.rider("ada");
            assertThat(amount(ada, "charged")).isEqualByComparingTo(fare);
            assertThat(amount(ada, "held")).isZero();
            assertThat(amount(ada, "balance")).isEqualByComparingTo(new BigDecimal("100.00").subtract(fare));
        });
        assertThat(amount(client.get("/api/accounts/drivers/1"), "earned")).isPositive().isLessThan(fare);
        assertThat(client.get("/api/accounts/trial-balance").path("balanced").asBoolean()).isTrue();
        await().until(() -> client.get("/api/notifications?riderId=ada").toString().contains("receipt"));
        await().until(() -> client.get("/api/drivers/1").path("available").asBoolean());
    }

    @Test
    void leavesTheLedgerAsItIsWhenTheRiderIsForgotten() {
        client.bringOnline(3, MIDTOWN + 2, -73.99);
        client.deposit("cleo", "200.00");
        String trip = client.requestTrip("cleo", MIDTOWN + 2, HARLEM + 2);
        awaitState(trip, "ASSIGNED");
        client.complete(trip);
        await().until(() -> client.get("/api/notifications?riderId=cleo").toString().contains("receipt"));
        JsonNode cleo = client.rider("cleo");

        client.post("/api/notifications/erasures", "{\"riderId\": \"cleo\"}");

        assertThat(client.get("/api/notifications?riderId=cleo").path("notifications")).isEmpty();
        assertThat(client.rider("cleo")).isEqualTo(cleo);
        assertThat(client.get("/api/accounts/trial-balance").path("balanced").asBoolean()).isTrue();
    }

    @Test
    void freesTheDriverAndTheMoneyWhenItIsCancelled() {
        client.bringOnline(2, MIDTOWN + 1, -73.99);
        client.deposit("bob", "200.00");
        String trip = client.requestTrip("bob", MIDTOWN + 1, HARLEM + 1);
        awaitState(trip, "ASSIGNED");

        client.post("/api/trips/" + trip + "/cancellation", "{}");

        assertThat(client.trip(trip).path("cancellationReason").asString()).isEqualTo("RIDER_CANCELLED");
        await().untilAsserted(() -> {
            JsonNode bob = client.rider("bob");
            assertThat(amount(bob, "held")).isZero();
            assertThat(amount(bob, "balance")).isEqualByComparingTo("200.00");
        });
        // The same driver can be had again.
        awaitState(client.requestTrip("bob", MIDTOWN + 1, HARLEM + 1), "ASSIGNED");
    }

    @Test
    void endsWhenTheRiderCannotPay() {
        String trip = client.requestTrip("eve", MIDTOWN, ALBANY);
        awaitState(trip, "CANCELLED");
        assertThat(client.trip(trip).path("cancellationReason").asString()).isEqualTo("HOLD_DECLINED");
    }

    @Test
    void endsWhenThereIsNoDriver() {
        client.deposit("dan", "100.00");
        String trip = client.requestTrip("dan", NOWHERE_NEAR, NOWHERE_NEAR + 0.01);
        awaitState(trip, "CANCELLED");
        assertThat(client.trip(trip).path("cancellationReason").asString()).isEqualTo("NO_DRIVER_FOUND");
        await().untilAsserted(() -> assertThat(amount(client.rider("dan"), "held")).isZero());
    }

    private void awaitState(String trip, String state) {
        await().untilAsserted(() -> assertThat(client.state(trip)).isEqualTo(state));
    }

    private static BigDecimal amount(JsonNode account, String name) {
        return account.path(name).path("amount").decimalValue();
    }
}
