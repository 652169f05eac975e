package dev.hailstone.tracking.internal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.modulith.test.ApplicationModuleTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.infra.servers.RabbitNode;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.tracking.internal.GoingOffline.SignOff;
import dev.hailstone.tracking.internal.GoingOffline.SignOffOutcome;

import static org.assertj.core.api.Assertions.assertThat;

/// Positions that nobody takes for a while. The broker is of these tests alone, for so is what they declare there.
@ApplicationModuleTest(verifyAutomatically = false) // Contracts listen both ways; architecture-tests judges cycles.
@TestPropertySource(properties = {"tracking.ingest.amqp=true", "spring.rabbitmq.host=127.0.0.1",
        "hailstone.tracking.ingest.queue=other.positions",
        "hailstone.tracking.offline-after=1s", "hailstone.tracking.sweep-every=1h"})
class WaitingPositionsTests {

    private static final String QUEUE = "other.positions";
    private static final String REJECTED = "other.positions.rejected";
    private static final String ANOTHER = "hailstone.positions";
    private static final RabbitNode NODE = RabbitNode.start();

    private final RabbitTemplate broker = new RabbitTemplate(
            new CachingConnectionFactory("127.0.0.1", NODE.port()));

    @Autowired private SimpleMessageListenerContainer taking;
    @Autowired private AmqpAdmin admin;
    @Autowired private CachingConnectionFactory connections;
    @Autowired private GoingOffline goingOffline;
    @Autowired private Fleet fleet;

    @DynamicPropertySource
    static void broker(DynamicPropertyRegistry settings) {
        settings.add("spring.rabbitmq.port", NODE::port);
    }

    @BeforeEach
    void takeNothing() {
        taking.stop();
        admin.deleteQueue(ANOTHER);
        admin.deleteQueue(QUEUE);
        admin.deleteQueue(REJECTED);
    }

    @AfterEach
    void disconnect() {
        ((CachingConnectionFactory) broker.getConnectionFactory()).destroy();
    }

    @AfterAll
    static void end() {
        NODE.close();
    }

    @Test
    void bringNobodyBackWhoIsGone() {
        DriverId gone = driver();
        DriverId other = driver();
        taking.start();
        send(gone);
        awaitOnline(gone);
        taking.stop();
        send(gone);
        assertThat(goingOffline.signOff(new SignOff(gone), new IdempotencyKey(gone.value())))
                .isEqualTo(new SignOffOutcome.SignedOff());
        eventually().until(() -> waiting() == 0);

        taking.start();
        send(other);

        awaitOnline(other);
        assertThat(fleet.lastSighting(gone)).isEmpty();
    }

    /// As an earlier version has declared it.
    @Test
    void areTakenAlsoFromAQueueThatKeepsThemForEver() {
        declareWithoutAnAge();
        DriverId driver = driver();

        taking.start();
        send(driver);

        awaitOnline(driver);
        assertThat(admin.getQueueInfo(REJECTED)).as("declared with it").isNotNull();
    }

    @Test
    void expireAgainWhenThatQueueIsDeleted() {
        declareWithoutAnAge();
        taking.start();
        eventually().until(() -> consumers() == 1);

        admin.deleteQueue(QUEUE);
        eventually().ignoreExceptions().until(() -> consumers() == 1);
        taking.stop();
        send(driver());

        eventually().until(() -> waiting() == 0);
    }

    /// As another installation has in the same virtual host.
    @Test
    void areNotTakenFromAQueueOfAnotherName() {
        broker.execute(channel -> channel.queueDeclare(ANOTHER, true, false, false, Map.of("x-queue-type", "quorum")));
        DriverId notOurs = driver();
        DriverId driver = driver();
        send(ANOTHER, position(notOurs));
        taking.start();
        send(QUEUE, "{}");
        send(driver);

        awaitOnline(driver);
        eventually().until(() -> broker.receive(REJECTED) != null);
        eventually().until(() -> broker.receive(ANOTHER) != null);
        assertThat(admin.getQueueInfo(ANOTHER + ".rejected")).isNull();
        assertThat(fleet.lastSighting(notOurs)).isEmpty();
    }

    private void declareWithoutAnAge() {
        broker.execute(channel -> channel.queueDeclare(QUEUE, true, false, false,
                Map.of("x-queue-type", "quorum", "x-delivery-limit", 1000, "x-max-length", 100_000L)));
        connections.resetConnection();
    }

    private long consumers() {
        return broker.execute(channel -> channel.consumerCount(QUEUE));
    }

    private long waiting() {
        return broker.execute(channel -> channel.messageCount(QUEUE));
    }

    private void send(DriverId driver) {
        send(QUEUE, position(driver));
    }

    private void send(String queue, String body) {
        broker.send(queue, MessageBuilder.withBody(body.getBytes(StandardCharsets.UTF_8)).build());
    }

    private static String position(DriverId driver) {
        return """
                {"driverId": "%s", "latitude": 10.5, "longitude": 20}""".formatted(driver);
    }

    private void awaitOnline(DriverId driver) {
        eventually().until(() -> fleet.lastSighting(driver).isPresent());
    }

    private static DriverId driver() {
        return new DriverId("driver-" + UUID.randomUUID());
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().pollInterval(Duration.ofMillis(50));
    }
}
