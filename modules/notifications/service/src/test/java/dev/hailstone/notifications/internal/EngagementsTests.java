package dev.hailstone.notifications.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.test.ApplicationModuleTest;
import org.springframework.transaction.support.TransactionTemplate;

import dev.hailstone.infra.persistence.ModuleTransactions;
import dev.hailstone.infra.persistence.TimeOrderedIds;
import dev.hailstone.notifications.internal.Engagements.Assignment;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.TripId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ApplicationModuleTest
@AutoConfigureMockMvc
class EngagementsTests {

    private static final DriverId DRIVER = DriverId.of("7");

    private final Engagements engagements;
    private final TransactionTemplate transaction;
    private final JdbcClient jdbc;

    EngagementsTests(@Autowired Engagements engagements, @Autowired ModuleTransactions transactions,
            @Autowired JdbcClient jdbc) {
        this.engagements = engagements;
        this.transaction = transactions.of("notifications");
        this.jdbc = jdbc;
    }

    @Test
    void seesAnAssignmentThatIsBeingHeardAtTheSameTime() throws Exception {
        TripId trip = new TripId(TimeOrderedIds.next());
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            Future<Map<TripId, DriverId>> cancellation = transaction.execute(_ -> {
                assertThat(engagements.assign(List.of(new Assignment(trip, DRIVER)))).isEmpty();
                Future<Map<TripId, DriverId>> begun = other.submit(
                        () -> transaction.execute(_ -> engagements.cancel(Map.of(trip, Optional.empty()))));
                await().until(this::somebodyWaits);
                return begun;
            });

            assertThat(cancellation.get(10, TimeUnit.SECONDS)).containsEntry(trip, DRIVER);
        }
    }

    private boolean somebodyWaits() {
        return jdbc.sql("select exists (select from pg_locks where not granted)").query(Boolean.class).single();
    }
}
