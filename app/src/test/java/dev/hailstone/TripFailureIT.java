package dev.hailstone;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import dev.hailstone.infra.servers.FailureTable;
import dev.hailstone.infra.servers.RabbitNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// The packaged application, whose events travel by RabbitMQ, and what may go wrong while people ride: nobody is left standing,
/// nobody pays twice, and the books balance. The second half of `docs/failures.md`.
@TestInstance(Lifecycle.PER_CLASS)
class TripFailureIT {

    /// Of the class: one of an instance would be another for each fault.
    @TempDir private static Path database;

    private static final String RIDERS = "rider-";
    private static final int RIDING = 4;
    private static final int A_FEW = 3;
    private static final int SWITCHES = 10;

    private final FailureTable table = new FailureTable("TripFailureIT",
            List.of("trips lost", "charged twice", "charged wrongly", "books"), List.of("trips", "charged"));
    private final RabbitNode broker = RabbitNode.shared();
    private final AtomicInteger drivers = new AtomicInteger();
    private final AtomicInteger riders = new AtomicInteger();
    private final ConcurrentLinkedQueue<Ride> completed = new ConcurrentLinkedQueue<>();
    private final List<Ride> ofAllFaults = new ArrayList<>();
    private volatile boolean enough;
    private @Nullable PackagedApplication running;

    @BeforeAll
    void start() throws IOException {
        running = PackagedApplication.start(database, "--hailstone.events.transport=rabbitmq",
                "--spring.rabbitmq.host=127.0.0.1", "--spring.rabbitmq.port=" + broker.port(),
                "--hailstone.events.rabbitmq.announce-interval=500ms", "--hailstone.dispatch.give-up-after=10m");
    }

    @AfterAll
    void showWhatWasFound() {
        try {
            requireThatNobodyWasChargedLater();
        } finally {
            application().close();
            System.out.printf("%n%s%n", table);
        }
        table.requireInDocument();
    }

    /// A verdict sees a charge as soon as there is one, when a second may be on its way.
    private void requireThatNobodyWasChargedLater() {
        JsonNode charges = client().chargesAtRest(RIDERS, ofAllFaults.getLast().rider);
        BigDecimal fares = ofAllFaults.stream().map(this::fareOf).reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(charges.path("charges").asInt()).as("charges in the end").isEqualTo(ofAllFaults.size());
        assertThat(charges.path("total").path("amount").decimalValue()).as("charged in the end")
                .isEqualByComparingTo(fares);
    }

    @ParameterizedTest
    @EnumSource
    void everyTripIsChargedOnceWhen(Fault fault) throws Exception {
        completed.clear();

        switch (fault) {
            case BROKER_KILLED -> whilePeopleRide(() -> whileTheBrokerIsAway(broker::kill));
            case BROKER_STOPPED -> whilePeopleRide(() -> whileTheBrokerIsAway(broker::stop));
            case APPLICATION_KILLED -> killTheApplication();
            case SWITCHED -> whilePeopleRide(this::switchToAndFro);
        }

        judge(fault);
    }

    /// Trips are requested as if nothing had happened, and their riders wait.
    private void whileTheBrokerIsAway(Runnable takeAway) throws Exception {
        List<Ride> waiting = new ArrayList<>();
        takeAway.run();
        try {
            for (int i = 0; i < 5; i++) {
                waiting.add(request());
            }
        } finally {
            broker.restart();
        }
        waiting.forEach(this::complete);
    }

    private void killTheApplication() throws Exception {
        List<Ride> underWay = new ArrayList<>();
        for (int i = 0; i < 2 * RIDING; i++) {
            underWay.add(request());
        }
        application().kill();
        start();
        for (int driver = 1; driver <= drivers.get(); driver++) {
            client().bringOnline(driver, 40.75, -73.99);
        }
        underWay.forEach(this::complete);
    }

    private void switchToAndFro() {
        for (int round = 0; round < SWITCHES; round++) {
            for (String transport : List.of("local", "rabbitmq")) {
                client().post("/actuator/hailstone/subscriptions", "{\"transport\": \"%s\"}".formatted(transport));
                awaitMoreTrips();
            }
        }
    }

    private void whilePeopleRide(Failure failure) throws Exception {
        enough = false;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Void>> people = new ArrayList<>();
            for (int i = 0; i < RIDING; i++) {
                people.add(CompletableFuture.runAsync(this::rideOn, executor));
            }
            try {
                awaitMoreTrips();
                failure.happen();
                awaitMoreTrips();
            } finally {
                enough = true;
            }
            people.forEach(CompletableFuture::join);
        }
    }

    private void rideOn() {
        while (!enough) {
            complete(request());
        }
    }

    /// A rider of its own for each trip, and one more driver.
    private Ride request() {
        client().bringOnline(drivers.incrementAndGet(), 40.75, -73.99);
        // All of the same length, so that no name begins with another.
        String rider = (RIDERS + "%06d").formatted(riders.incrementAndGet());
        client().deposit(rider, "100.00");
        return new Ride(rider, client().requestTrip(rider, 40.75, 40.77));
    }

    private void complete(Ride ride) {
        eventually().until(() -> client().state(ride.trip).equals("ASSIGNED"));
        client().complete(ride.trip);
        completed.add(ride);
    }

    private void awaitMoreTrips() {
        int before = completed.size();
        eventually().until(() -> completed.size() >= before + A_FEW);
    }

    private void judge(Fault fault) {
        int charged = 0;
        int lost = 0;
        int twice = 0;
        int wrongly = 0;
        List<Ride> rides = List.copyOf(completed);
        ofAllFaults.addAll(rides);
        for (Ride ride : rides) {
            JsonNode charges = chargesOf(ride);
            charged += charges.path("charges").asInt();
            switch (charges.path("charges").asInt()) {
                case 0 -> lost++;
                case 1 -> wrongly += charges.path("total").path("amount").decimalValue().compareTo(fareOf(ride)) == 0
                        ? 0
                        : 1;
                default -> twice++;
            }
        }
        boolean balanced = client().get("/api/accounts/trial-balance").path("balanced").asBoolean();
        table.add(fault.toString(), List.of(lost, twice, wrongly, balanced ? "balanced" : "not balanced"),
                List.of(rides.size(), charged));
        assertThat(rides).as("trips").hasSizeGreaterThan(A_FEW);
        assertThat(List.of(lost, twice, wrongly)).as("lost, charged twice, charged wrongly").containsOnly(0);
        assertThat(balanced).as("books balanced").isTrue();
    }

    /// Once there is one, or none comes.
    private JsonNode chargesOf(Ride ride) {
        String path = "/api/accounts/rider-charges?riderIdPrefix=" + ride.rider;
        try {
            eventually().until(() -> client().get(path).path("charges").asInt() > 0);
        } catch (ConditionTimeoutException _) {
            // That is a verdict.
        }
        return client().get(path);
    }

    private BigDecimal fareOf(Ride ride) {
        return client().trip(ride.trip).path("fare").path("ride").path("amount").decimalValue();
    }

    private PackagedApplication application() {
        return Objects.requireNonNull(running);
    }

    private Client client() {
        return application().client();
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(50));
    }

    /// What is done, as the table says it.
    enum Fault {

        BROKER_KILLED("the broker is killed (`kill -9`) while people ride"),
        BROKER_STOPPED("the broker is stopped, and more trips are requested"),
        APPLICATION_KILLED("the application is killed (`kill -9`) with trips under way"),
        SWITCHED("all is switched local → rabbitmq → local, ten times, while people ride");

        private final String description;

        Fault(String description) {
            this.description = description;
        }

        @Override
        public String toString() {
            return description;
        }
    }

    private record Ride(String rider, String trip) {}

    private interface Failure {

        void happen() throws Exception;
    }
}
