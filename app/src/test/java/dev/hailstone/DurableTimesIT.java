package dev.hailstone;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// The packaged application is killed while times are running: an offer's, and those of a booked trip. They run out while it
/// is down, and what is to happen then happens once when it is started again.
class DurableTimesIT {

    private static final Duration OFFER = Duration.ofSeconds(15);
    private static final String[] SHORT_TIMES = {"--hailstone.trips.booking.earliest=3s",
            "--hailstone.trips.booking.remind-before=2s", "--hailstone.trips.booking.search-before=1s",
            "--hailstone.dispatch.give-up-after=10m",
            "--hailstone.dispatch.offer-expires-after=" + OFFER.toSeconds() + "s"};

    @TempDir private Path database;

    @Test
    void happenOnceAfterARestart() throws Exception {
        String offered;
        String booked;
        Instant over;
        try (PackagedApplication first = PackagedApplication.start(database, SHORT_TIMES)) {
            Client client = first.client();
            client.deposit("ann", "100.00");
            client.deposit("ben", "100.00");
            client.bringOnline(1, 40.75, -73.99);
            for (int driver : List.of(1, 2)) {
                client.put("/api/offers/" + driver, "{\"autoAccept\": false}");
            }
            offered = client.requestTrip("ann", 40.75, 40.77);
            eventually(() -> offers(client, 1) == 1);
            Instant pickupAt = Instant.now().plusSeconds(20);
            booked = client.post("/api/trips", """
                    {"riderId": "ben", "quoteId": "%s", "pickupAt": "%s"}"""
                    .formatted(client.quote("ben", 50.75, 50.77), pickupAt)).path("tripId").asString();
            first.kill();
            over = pickupAt.isAfter(Instant.now().plus(OFFER)) ? pickupAt : Instant.now().plus(OFFER);
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> Instant.now().isAfter(over));
        try (PackagedApplication second = PackagedApplication.start(database, SHORT_TIMES)) {
            Client client = second.client();
            client.bringOnline(2, 40.75, -73.99);
            client.bringOnline(3, 50.75, -73.99);

            eventually(() -> offers(client, 2) == 1);
            assertThat(offers(client, 1)).isZero();
            assertThat(client.get("/api/assignments/" + offered).path("declined").toString()).isEqualTo("[\"1\"]");
            client.put("/api/offers/2/" + offered, "{\"answer\": \"ACCEPTED\"}");
            eventually(() -> client.state(offered).equals("ASSIGNED"));

            eventually(() -> client.state(booked).equals("ASSIGNED"));
            eventually(() -> reminders(client) == 1);
            client.complete(booked);
            eventually(() -> client.get("/api/notifications?riderId=ben").toString().contains("receipt"));
            assertThat(reminders(client)).isOne();
        }
    }

    private static int offers(Client client, int driver) {
        return client.get("/api/offers/" + driver).path("offers").size();
    }

    private static int reminders(Client client) {
        return client.get("/api/notifications?riderId=ben").toString().split("pickup-reminder", -1).length - 1;
    }

    private static void eventually(Callable<Boolean> condition) {
        await().atMost(Duration.ofMinutes(2)).until(condition);
    }
}
