package dev.hailstone;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestConstructor;

import dev.hailstone.infra.persistence.ModuleTransactions;
import dev.hailstone.infra.persistence.TimeOrderedIds;
import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.Money;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.Fare;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripCompleted;
import dev.hailstone.trips.TripId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// The model of recommendations, made once more from trips' journal, is the same, row by row.
@SpringBootTest(classes = Hailstone.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
class LearningAnewIT {

    private static final int TRIPS = 1_000;
    private static final int MORE = 50;

    private final ApplicationEventPublisher events;
    private final ModuleTransactions transactions;
    private final JdbcClient jdbc;

    @LocalServerPort private int port;

    LearningAnewIT(ApplicationEventPublisher events, ModuleTransactions transactions, JdbcClient jdbc) {
        this.events = events;
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    @Test
    void leadsToTheSameModelAlsoWhileTripsGoOn() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Client client = new Client(port);
        complete(TRIPS, random);
        awaitLearned(client, TRIPS);
        List<String> learned = model();
        assertThat(learned).as("seed %d", seed).hasSizeGreaterThan(100);

        assertThat(client.post("/api/suggestions/model/rebuild", "").path("trips").asLong()).isZero();
        awaitLearned(client, TRIPS);
        assertThat(model()).as("seed %d", seed).isEqualTo(learned);

        client.post("/api/suggestions/model/rebuild", "");
        complete(MORE, random);
        awaitLearned(client, TRIPS + MORE);
        List<String> relearned = model();
        client.post("/api/suggestions/model/rebuild", "");
        awaitLearned(client, TRIPS + MORE);
        assertThat(model()).as("seed %d", seed).isEqualTo(relearned).isNotEqualTo(learned);
    }

    private void complete(int trips, Random random) {
        transactions.of("trips").executeWithoutResult(_ -> {
            for (int i = 0; i < trips; i++) {
                Instant startedAt = Instant.parse("2026-03-02T13:00:00Z").plusSeconds(random.nextInt(86_400));
                events.publishEvent(new TripCompleted(new TripId(TimeOrderedIds.next()), RiderId.of("ada"),
                        DriverId.of("7"), somewhere(random), somewhere(random), Fare.of(Money.of("12.95", "USD")),
                        3_000, startedAt.minusSeconds(300), startedAt, startedAt.plusSeconds(1200)));
            }
        });
    }

    private static GeoPoint somewhere(Random random) {
        return new GeoPoint(40.70 + random.nextInt(10) * 0.01 + random.nextDouble() * 0.001,
                -74 + random.nextInt(10) * 0.01 + random.nextDouble() * 0.001);
    }

    private static void awaitLearned(Client client, int trips) {
        await()
                .untilAsserted(() -> assertThat(client.get("/api/suggestions/model").path("trips").asInt())
                        .isEqualTo(trips));
    }

    /// All tables of the model, row by row, as text.
    private List<String> model() {
        return Objects.requireNonNull(transactions.of("recommendations").execute(_ -> jdbc.sql("""
                select place::text from place union all select co_visit::text from co_visit
                union all select city::text from city order by 1
                """).query(String.class).list()));
    }
}
