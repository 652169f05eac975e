package dev.hailstone.tracking.internal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.modulith.test.ApplicationModuleTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import dev.hailstone.infra.servers.RabbitNode;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.tracking.DriverLocator;
import dev.hailstone.tracking.NearbyDriver;

import static org.assertj.core.api.Assertions.assertThat;

/// Devices that report by way of a broker, which may be away.
@ApplicationModuleTest(verifyAutomatically = false) // Contracts listen both ways; architecture-tests judges cycles.
class QueuedPositionsTests {

    private static final String QUEUE = "hailstone.positions";
    private static final String REJECTED = "hailstone.positions.rejected";
    /// What the application is allowed to do, which is less than a device's broker may do.
    private static final String RIGHTS = "^hailstone\\.positions(\\.rejected)?$";

    private final RabbitTemplate broker = new RabbitTemplate(connections());

    @Autowired private DriverLocator locator;
    @Autowired private MeterRegistry meters;

    private DriverId driver = new DriverId("nobody");

    @DynamicPropertySource
    static void queue(DynamicPropertyRegistry settings) {
        settings.add("tracking.ingest.amqp", () -> true);
        settings.add("spring.rabbitmq.host", () -> "127.0.0.1");
        RabbitNode node = RabbitNode.shared();
        node.addUser("tracking", "secret");
        node.permit("tracking", RIGHTS, RIGHTS, RIGHTS);
        settings.add("spring.rabbitmq.port", node::port);
        settings.add("spring.rabbitmq.username", () -> "tracking");
        settings.add("spring.rabbitmq.password", () -> "secret");
    }

    private static CachingConnectionFactory connections() {
        return new CachingConnectionFactory("127.0.0.1", RabbitNode.shared().port());
    }

    @AfterEach
    void end() {
        ((CachingConnectionFactory) broker.getConnectionFactory()).destroy();
    }

    @BeforeEach
    void begin() {
        driver = new DriverId("driver-" + UUID.randomUUID());
        eventually().ignoreExceptions()
                .until(() -> broker.execute(channel -> channel.messageCount(QUEUE)) >= 0);
        while (broker.receive(REJECTED) != null) {
            // What an earlier test has left.
        }
    }

    @Test
    void takesOneUpdate() {
        send("""
                {"event_type": "location_update", "driver_id": "%s", "latitude": 10.5, "longitude": 20}"""
                .formatted(driver));

        awaitPosition(10.5);
    }

    @Test
    void takesAnArrayOfWhichTheLatestWins() {
        double received = meters.get("hailstone.tracking.positions.received").counter().count();

        send("""
                [{"driverId": "%1$s", "latitude": 11.5, "longitude": 20},
                 {"driverId": "%1$s", "latitude": 11.6, "longitude": 20}]""".formatted(driver));

        awaitPosition(11.6);
        eventually().until(() -> meters.get("hailstone.tracking.positions.received").counter().count() == received + 2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"driverId":              | the body is not JSON
            {"driverId": "d"}         | latitude is required
            {"latitude": 1}           | driver_id is required
            42                        | update must be an object
            """)
    void setsAsideWhatIsWrongWithTheReason(String body, String reason) {
        double rejected = meters.get("hailstone.tracking.positions.rejected").counter().count();

        send(body);

        Message message = rejected();
        assertThat(text(message)).isEqualTo(body);
        assertThat(message.getMessageProperties().getHeaders()).containsEntry("reason", reason);
        assertThat(meters.get("hailstone.tracking.positions.rejected").counter().count()).isEqualTo(rejected + 1);
    }

    @ParameterizedTest
    @CsvSource({"12, true", "100, true", "101, false", "2000, false"})
    void tellsWhoseMessageIsSetAsideUnlessTheNameIsFarTooLong(int length, boolean told) {
        String sender = "d".repeat(length);
        broker.send(QUEUE, MessageBuilder.withBody("$GPRMC,no".getBytes(StandardCharsets.US_ASCII))
                .setContentType("text/vnd.nmea")
                .setHeader("driverId", sender)
                .build());

        Map<String, @Nullable Object> headers = rejected().getMessageProperties().getHeaders();
        assertThat(headers).containsKey("reason");
        if (told) {
            assertThat(headers).containsEntry("driverId", sender);
        } else {
            assertThat(headers).doesNotContainKey("driverId");
        }
    }

    @Test
    void tellsWhoseMessageIsSetAsideAlsoIfTheNameIsANumber() {
        broker.send(QUEUE, MessageBuilder.withBody("$GPRMC,no".getBytes(StandardCharsets.US_ASCII))
                .setContentType("text/vnd.nmea")
                .setHeader("driverId", 123)
                .build());

        assertThat(rejected().getMessageProperties().getHeaders()).containsEntry("driverId", "123");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            image/png        | driver | the content type must be one of
            none             | driver | the content type is none
            text/vnd.nmea    | a b    | driver
            """)
    void countsAlsoWhatIsInNoFormatOrOfNobody(String contentType, String sender, String reason) {
        double rejected = meters.get("hailstone.tracking.positions.rejected").counter().count();

        broker.send(QUEUE, MessageBuilder.withBody("$GPRMC,no".getBytes(StandardCharsets.US_ASCII))
                .setContentType(contentType)
                .setHeader("driverId", sender)
                .build());

        assertThat(rejected().getMessageProperties().<String>getHeader("reason")).startsWith(reason);
        assertThat(meters.get("hailstone.tracking.positions.rejected").counter().count()).isEqualTo(rejected + 1);
    }

    @Test
    void aWrongUpdateOfAnArrayCostsItselfAndNoOther() {
        send("""
                [{"driverId": "wrong", "latitude": 91, "longitude": 20},
                 {"driverId": "%s", "latitude": 12.5, "longitude": 20}]""".formatted(driver));

        awaitPosition(12.5);
        Message message = rejected();
        assertThat(text(message)).contains("\"wrong\"");
        assertThat(message.getMessageProperties().getHeaders())
                .containsEntry("reason", "[0] latitude must be between -90 and 90 degrees, was 91.0");
    }

    /// The broker takes headers of 128 KiB, and bodies of any size.
    @Test
    void setsAsideOnceWhatIsWrongAtLength() {
        String tooLong = "x".repeat(150_000);
        send("{\"driverId\": \"%s\", \"latitude\": 1, \"longitude\": 20}".formatted(tooLong));
        send("""
                {"driverId": "%s", "latitude": 15.5, "longitude": 20}""".formatted(driver));

        assertThat(text(rejected())).contains(tooLong);
        awaitPosition(15.5);
        assertThat(broker.receive(REJECTED)).isNull();
    }

    @Test
    void readsEveryLanguageThatRequestsMayHave() {
        broker.send(QUEUE, MessageBuilder.withBody("""
                {"type": "Feature", "geometry": {"type": "Point", "coordinates": [20, 14.5]},
                 "properties": {"driverId": "%s"}}""".formatted(driver).getBytes(StandardCharsets.UTF_8))
                .setContentType("application/geo+json")
                .build());

        awaitPosition(14.5);
    }

    @Test
    void goesOnWhenTheBrokerIsBack() {
        RabbitNode.shared().stop();
        RabbitNode.shared().restart();

        eventually().ignoreExceptions().until(() -> {
            send("""
                    {"driverId": "%s", "latitude": 13.5, "longitude": 20}""".formatted(driver));
            return isAt(13.5);
        });
    }

    private void send(String body) {
        broker.send(QUEUE, MessageBuilder.withBody(body.getBytes(StandardCharsets.UTF_8)).build());
    }

    private Message rejected() {
        return eventually().until(() -> broker.receive(REJECTED), message -> message != null);
    }

    private static String text(Message message) {
        return new String(message.getBody(), StandardCharsets.UTF_8);
    }

    private void awaitPosition(double latitude) {
        eventually().until(() -> isAt(latitude));
    }

    private boolean isAt(double latitude) {
        return locator.nearestAvailable(latitude, 20, 100, 10)
                .stream()
                .map(NearbyDriver::driverId)
                .anyMatch(driver::equals);
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().pollInterval(Duration.ofMillis(50));
    }
}
