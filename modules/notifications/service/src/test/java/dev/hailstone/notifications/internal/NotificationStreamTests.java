package dev.hailstone.notifications.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.modulith.test.ApplicationModuleTest;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import dev.hailstone.infra.persistence.ModuleTransactions;
import dev.hailstone.infra.persistence.TimeOrderedIds;
import dev.hailstone.infra.security.Role;
import dev.hailstone.infra.testing.IncomingEvents;
import dev.hailstone.infra.testing.TestIssuer;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.FareCharged;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.DriverArrived;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;
import dev.hailstone.trips.TripStarted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Server-sent events over a real connection.
@ApplicationModuleTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureMockMvc
@TestInstance(Lifecycle.PER_METHOD)
@TestPropertySource(properties = {"hailstone.notifications.push.look-every=200ms",
        "hailstone.notifications.push.streams-per-recipient=3", "hailstone.notifications.push.patience=1s",
        "hailstone.notifications.push.heartbeat-every=300ms"})
class NotificationStreamTests {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Money FARE = Money.of("12.95", "USD");

    private final IncomingEvents incoming;
    private final Telling telling;
    private final ReadingNotifications reading;
    private final ChoosingPreferences choosing;
    private final ModuleTransactions transactions;
    private final JdbcConnectionDetails database;
    private final MockMvcTester http;
    private final MeterRegistry meters;
    private final int port;

    private final TripId trip = new TripId(TimeOrderedIds.next());
    private final RiderId rider = RiderId.of("rider-" + trip);
    private final DriverId driver = DriverId.of("driver-" + trip);

    NotificationStreamTests(@Autowired IncomingEvents incoming, @Autowired Telling telling,
            @Autowired ReadingNotifications reading, @Autowired ChoosingPreferences choosing,
            @Autowired ModuleTransactions transactions, @Autowired JdbcConnectionDetails database,
            @Autowired MockMvcTester http, @Autowired MeterRegistry meters, @LocalServerPort int port) {
        this.incoming = incoming;
        this.telling = telling;
        this.reading = reading;
        this.choosing = choosing;
        this.transactions = transactions;
        this.database = database;
        this.http = http;
        this.meters = meters;
        this.port = port;
    }

    /// Another process with the same modules.
    @EnableAutoConfiguration
    static class Replica {}

    @Test
    void carriesWhatIsToldFromNowOn() {
        incoming.deliver(arrived());
        try (Listening client = Listening.to(port, "riderId=" + rider)) {
            incoming.deliver(started(), charged());

            await().untilAsserted(() -> assertThat(client.templates()).containsExactly("ride-started", "receipt"));
            assertThat(client.events().getFirst().data().path("text").asString())
                    .isEqualTo("Your ride has begun. Have a good trip!");
            assertThat(client.events()).extracting(Listening.Event::id)
                    .isEqualTo(client.events()
                            .stream()
                            .map(event -> event.data().path("position").asString())
                            .toList());
        }
    }

    @Test
    void goesOnWhereTheClientWasCutOff() {
        try (Listening client = Listening.to(port, "riderId=%s&after=0".formatted(rider))) {
            incoming.deliver(arrived());
            await().untilAsserted(() -> assertThat(client.templates()).containsExactly("driver-waiting"));
        }
        incoming.deliver(started(), charged());

        try (Listening client = Listening.to(port, "riderId=%s&after=0".formatted(rider), "1")) {
            await().untilAsserted(() -> assertThat(client.templates()).containsExactly("ride-started", "receipt"));
        }
    }

    @Test
    void doesNotWaitForPositionsThatNobodyWasGiven() {
        incoming.deliver(arrived());
        try (Listening client = Listening.to(port, "riderId=" + rider, "4711")) {
            incoming.deliver(started());
            await().untilAsserted(() -> assertThat(client.templates()).containsExactly("ride-started"));
        }
    }

    @Test
    void speaksTheRecipientsLanguage() {
        choosing.choose(Recipient.rider(rider), new Preference(Language.SPANISH, null, null));
        try (Listening client = Listening.to(port, "riderId=" + rider)) {
            incoming.deliver(arrived());
            await().untilAsserted(() -> assertThat(client.events()).hasSize(1));
            assertThat(client.events().getFirst().data().path("text").asString())
                    .isEqualTo("Su conductor le espera en el punto de recogida.");
        }
    }

    @Test
    void isSilentInQuietHoursAndMakesUpForIt() {
        LocalTime now = LocalTime.now(ZoneOffset.UTC);
        choosing.choose(Recipient.rider(rider), new Preference(null, null,
                new QuietHours(now.minusHours(1), now.plusHours(1), ZoneOffset.UTC)));
        try (Listening quiet = Listening.to(port, "riderId=" + rider);
                Listening other = Listening.to(port, "driverId=" + driver)) {
            incoming.deliver(arrived(), charged());
            await().untilAsserted(() -> assertThat(other.templates()).containsExactly("earnings"));
            assertThat(quiet.events()).isEmpty();
            assertThat(reading.list(Recipient.rider(rider), 0, 10).notifications()).hasSize(2);

            choosing.choose(Recipient.rider(rider), Preference.NONE);
            await().untilAsserted(() -> assertThat(quiet.templates()).containsExactly("driver-waiting", "receipt"));
        }
    }

    @Test
    void missesNothingWhileManyTellAtOnce() throws Exception {
        int each = 50;
        try (Listening client = Listening.to(port, "driverId=" + driver);
                ExecutorService writers = Executors.newFixedThreadPool(4)) {
            List<Future<?>> writing = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                int number = writer;
                writing.add(writers.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        tell("%d-%d".formatted(number, i));
                    }
                }));
            }
            for (Future<?> writer : writing) {
                writer.get(60, TimeUnit.SECONDS);
            }

            await().untilAsserted(() -> assertThat(client.events()).hasSize(4 * each));
            assertThat(client.events().stream().map(event -> Integer.valueOf(event.id())).toList()).isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void carriesWhatAnotherProcessTellsAndSurvivesItsEnd() {
        ConfigurableApplicationContext replica = new SpringApplicationBuilder(Replica.class)
                .initializers(context -> context.getBeanFactory().registerSingleton("sameDatabase", database))
                .run("--server.port=0", "--hailstone.notifications.push.look-every=200ms",
                        "--server.shutdown=graceful");
        String other = replica.getEnvironment().getRequiredProperty("local.server.port");
        Listening elsewhere = Listening.to(Integer.parseInt(other), "riderId=" + rider);
        try {
            incoming.deliver(arrived());
            await().untilAsserted(() -> assertThat(elsewhere.templates()).containsExactly("driver-waiting"));
        } finally {
            long begun = System.nanoTime();
            replica.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).as("streams do not hold up the end")
                    .isLessThan(Duration.ofSeconds(20));
        }
        await().until(elsewhere::hasEnded);
        elsewhere.close();
        incoming.deliver(started());

        try (Listening here = Listening.to(port, "riderId=" + rider, elsewhere.events().getLast().id())) {
            await().untilAsserted(() -> assertThat(here.templates()).containsExactly("ride-started"));
        }
    }

    @Test
    void dropsAClientThatTakesNothing() throws IOException {
        double before = meters.counter("hailstone.notifications.push.dropped").count();
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress("localhost", port));
            socket.getOutputStream()
                    .write("GET /api/notifications/stream?driverId=%s&after=0 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
                            .formatted(driver, TestIssuer.shared().token(Role.OPERATOR, "olga"))
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream answer = socket.getInputStream();
            assertThat(new String(answer.readNBytes(12), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");

            for (int batch = 0; meters.counter("hailstone.notifications.push.dropped").count() == before
                    && batch < 100; batch++) {
                tellMany(batch, 500);
            }
            await()
                    .untilAsserted(() -> assertThat(meters.counter("hailstone.notifications.push.dropped").count())
                            .isEqualTo(before + 1));
        }
    }

    @Test
    void endsWithTheTokenThatOpenedIt() {
        Instant end = Instant.now().plusSeconds(3);
        String token = TestIssuer.shared()
                .token(rider.toString(), claims -> claims.expirationTime(Date.from(end)), Role.RIDER);
        try (Listening client = Listening.by(token, port, "riderId=%s&after=0".formatted(rider))) {
            incoming.deliver(arrived());
            await().untilAsserted(() -> assertThat(client.templates()).containsExactly("driver-waiting"));

            await().until(client::hasEnded);
            assertThat(Instant.now()).isAfterOrEqualTo(end.truncatedTo(ChronoUnit.SECONDS));
        }
    }

    @Test
    void showsThatItLivesAndNoticesWhenTheClientDoesNot() {
        awaitStreams(0);
        try (Listening client = Listening.to(port, "riderId=" + rider)) {
            awaitStreams(1);
            assertThat(client.hasEnded()).isFalse();
        }
        awaitStreams(0);
    }

    @Test
    void letsNoRecipientTakeTheStreamsOfOthers() throws Exception {
        Queue<Listening> listening = new ConcurrentLinkedQueue<>();
        String question = "/api/notifications/stream?riderId=" + rider;
        try {
            try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
                List<Future<?>> asking = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    asking.add(clients.submit(() -> listening.add(Listening.to(port, "riderId=" + rider))));
                }
                int refused = 0;
                for (Future<?> each : asking) {
                    try {
                        each.get(60, TimeUnit.SECONDS);
                    } catch (ExecutionException _) {
                        refused++;
                    }
                }
                assertThat(refused).as("who came together with others").isEqualTo(5);
            }
            assertThat(http.get().uri(question).accept("text/event-stream"))
                    .hasStatus(HttpStatus.SERVICE_UNAVAILABLE)
                    .bodyJson()
                    .extractingPath("$.type")
                    .isEqualTo("urn:hailstone:problem:too-many-streams");
            Listening.to(port, "driverId=" + driver).close();
        } finally {
            listening.forEach(Listening::close);
        }

        await().ignoreExceptions().untilAsserted(() -> Listening.to(port, "riderId=" + rider).close());
    }

    @Test
    void opensNoneForWhoAsksForTheHeadersOnly() throws Exception {
        awaitStreams(0);
        String question = "http://localhost:%d/api/notifications/stream?riderId=%s".formatted(port, rider);
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < 11; i++) {
                HttpResponse<Void> answer = client.send(HttpRequest.newBuilder(URI.create(question))
                        .HEAD()
                        .header("Authorization", "Bearer " + TestIssuer.shared().token(Role.OPERATOR, "olga"))
                        .timeout(Duration.ofSeconds(30))
                        .build(), HttpResponse.BodyHandlers.discarding());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream;charset=UTF-8");
            }
        }
        try (Listening _ = Listening.to(port, "riderId=" + rider)) {
            awaitStreams(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
            "'', riderId",
            "riderId=ada&driverId=7, riderId",
            "riderId=ada&after=-1, after",
            "riderId=ada&after=x, after"})
    void tellsWhatIsWrongWithAQuestion(String query, String field) {
        assertThat(http.get().uri("/api/notifications/stream?" + query).accept("text/event-stream"))
                .hasStatus(HttpStatus.BAD_REQUEST)
                .bodyJson()
                .extractingPath("$.errors[0].field")
                .isEqualTo(field);
    }

    @Test
    void tellsWhatIsWrongWithALastEventId() {
        assertThat(http.get().uri("/api/notifications/stream?riderId=ada").header("Last-Event-ID", "seven"))
                .hasStatus(HttpStatus.BAD_REQUEST)
                .bodyJson()
                .extractingPath("$.errors[0].field")
                .isEqualTo("Last-Event-ID");
    }

    /// Other tests' clients may take a moment to be missed.
    private void awaitStreams(int count) {
        await()
                .untilAsserted(
                        () -> assertThat(meters.get("hailstone.notifications.push.streams").gauge().value())
                                .isEqualTo(count));
    }

    private void tell(String cause) {
        transactions.of("notifications").executeWithoutResult(_ -> telling.tell(payout(cause)));
    }

    private void tellMany(int batch, int count) {
        transactions.of("notifications").executeWithoutResult(_ -> {
            for (int i = 0; i < count; i++) {
                telling.tell(payout("%d-%d".formatted(batch, i)));
            }
        });
    }

    private Untold payout(String cause) {
        return new Untold(new Cause("test/" + cause), Recipient.driver(driver), null, Message.paidOut(FARE), NOON);
    }

    private DriverArrived arrived() {
        return new DriverArrived(trip, rider, driver, NOON);
    }

    private TripStarted started() {
        return new TripStarted(trip, rider, driver, NOON.plusSeconds(60));
    }

    private FareCharged charged() {
        return new FareCharged(trip, rider, driver, FARE, FARE, FARE, NOON.plusSeconds(1800));
    }
}
