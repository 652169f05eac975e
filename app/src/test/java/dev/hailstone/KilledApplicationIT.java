package dev.hailstone;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// The packaged application is killed while trips are under way, and goes on when it is started again.
class KilledApplicationIT {

    private static final int TRIPS = 10;

    @TempDir private Path database;

    @Test
    void losesNoTripAndNoMoney() throws Exception {
        List<String> trips = new ArrayList<>();
        String key = UUID.randomUUID().toString();
        String deposit = "{\"amount\": {\"amount\": 50.00, \"currency\": \"USD\"}}";
        try (PackagedApplication first = PackagedApplication.start(database)) {
            Client client = first.client();
            for (int i = 1; i <= TRIPS; i++) {
                client.bringOnline(i, 40.75, -73.99);
                client.deposit("rider-" + i, "100.00");
            }
            client.post("/api/accounts/riders/twice/deposits", deposit, key);
            for (int i = 1; i <= TRIPS; i++) {
                trips.add(client.requestTrip("rider-" + i, 40.75, 40.77));
            }
            // Most are somewhere between a hold and a driver now.
            first.kill();
        }
        try (PackagedApplication second = PackagedApplication.start(database)) {
            Client client = second.client();
            for (int i = 1; i <= TRIPS; i++) {
                client.bringOnline(i, 40.75, -73.99);
            }
            // The client never knew whether its command had arrived, and sends it again.
            client.post("/api/accounts/riders/twice/deposits", deposit, key);
            assertThat(client.rider("twice").path("balance").path("amount").decimalValue())
                    .isEqualByComparingTo("50.00");
            for (String trip : trips) {
                await().atMost(Duration.ofMinutes(2)).until(() -> client.state(trip).equals("ASSIGNED"));
            }
            // Only now: a driver who is through may take another of these trips, and rightly so.
            trips.forEach(client::complete);
            assertThat(trips.stream().map(trip -> client.trip(trip).path("driverId").asString()))
                    .doesNotHaveDuplicates();
            BigDecimal fares = trips.stream()
                    .map(trip -> client.trip(trip).path("fare").path("ride").path("amount").decimalValue())
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> client.get("/api/accounts/rider-charges?riderIdPrefix=rider-")
                            .path("charges")
                            .asInt() >= TRIPS);
            // A second charge of a trip may have been on its way.
            JsonNode charges = client.chargesAtRest("rider-", "rider-1");
            assertThat(charges.path("charges").asInt()).isEqualTo(TRIPS);
            assertThat(charges.path("total").path("amount").decimalValue()).isEqualByComparingTo(fares);
            assertThat(client.get("/api/accounts/trial-balance").path("balanced").asBoolean()).isTrue();
        }
    }
}
