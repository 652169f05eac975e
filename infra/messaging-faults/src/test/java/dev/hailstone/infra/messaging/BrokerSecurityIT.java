package dev.hailstone.infra.messaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.hailstone.fixtures.alarm.internal.AlarmModule;
import dev.hailstone.fixtures.billing.internal.BillingModule;
import dev.hailstone.fixtures.meter.internal.MeterModule;
import dev.hailstone.fixtures.meter.internal.TakingReadings;
import dev.hailstone.infra.servers.RabbitNode;
import dev.hailstone.infra.servers.ServerCertificate;

import static org.assertj.core.api.Assertions.assertThat;

/// A broker that speaks TLS only, and a user for each process that may do what its modules need and nothing else.
class BrokerSecurityIT {

    private static final Map<String, Class<?>> MODULES = Map.of("meter", MeterModule.class, "billing",
            BillingModule.class, "alarm", AlarmModule.class);
    private static final String HOST = "localhost";

    @TempDir private static Path folder;
    private static ServerCertificate certificate;
    private static RabbitNode node;

    private final TestDatabase database = TestDatabase.fresh();
    private final Topology topology = new Topology(TestBroker.prefix(database));
    private final JdbcTemplate sql = database.asOwner();
    private final List<ConfigurableApplicationContext> applications = new ArrayList<>();

    @BeforeAll
    static void startNode() {
        certificate = ServerCertificate.make(folder.resolve("broker"), HOST);
        node = RabbitNode.start(certificate);
    }

    @AfterAll
    static void closeNode() {
        node.close();
    }

    @AfterEach
    void closeApplications() {
        applications.forEach(ConfigurableApplicationContext::close);
    }

    @Test
    void aUserForEachProcessNeedsWhatItsProcessSaysAndCanDoNothingAsAnother() throws Exception {
        MODULES.keySet().forEach(user -> node.addUser(user, "of " + user));
        ConfigurableApplicationContext meter = start("meter");
        ConfigurableApplicationContext billing = start("billing");
        ConfigurableApplicationContext alarm = start("alarm");
        TakingReadings readings = meter.getBean(TakingReadings.class);
        readings.take("a", 3);
        eventually().untilAsserted(() -> assertDegraded(meter, "NOT_ALLOWED - access to vhost '/' refused for user"));
        node.permit("meter", "^$", "^$", "^$");
        eventually().untilAsserted(() -> assertDegraded(meter,
                "access to exchange '%s' in vhost '/' refused for user 'meter'".formatted(topology.events("meter"))));

        permitWhatItNeeds("meter", meter);
        permitWhatItNeeds("billing", billing);
        permitWhatItNeeds("alarm", alarm);
        eventuallyEverythingIsHeard();

        assertNothingCanBeDoneAsAnother();

        // What somebody deletes is made again with the same rights, by whom it belongs to.
        try (Connection administrator = connect("guest", "guest")) {
            for (String exchange : List.of(topology.events("meter"), topology.replay("meter"),
                    topology.control("meter"))) {
                administrator.createChannel().exchangeDelete(exchange);
            }
            administrator.createChannel().queueDelete(topology.control("meter"));
            administrator.createChannel().queueDelete(topology.queue(new Subscription("billing", "meter")));
            readings.take("a", 4);
            eventuallyEverythingIsHeard();
            administrator.createChannel().queueDelete(topology.queue(new Subscription("alarm", "billing")));
            readings.take("b", 2);
            eventuallyEverythingIsHeard();
        }
        for (ConfigurableApplicationContext application : applications) {
            eventually().untilAsserted(() -> assertThat(health(application).getStatus()).isEqualTo(Status.UP));
        }
        assertThat(node.control("list_connections", "ssl").lines()).contains("true").doesNotContain("false");
    }

    private void assertNothingCanBeDoneAsAnother() throws Exception {
        String ofBilling = topology.queue(new Subscription("billing", "meter"));
        String ofAlarm = topology.queue(new Subscription("alarm", "meter"));
        try (Connection billing = connect("billing", "of billing"); Connection meter = connect("meter", "of meter")) {
            allowed(billing, channel -> channel.basicPublish(topology.events("billing"), "any", null, new byte[0]));
            allowed(billing, channel -> channel.queueBind(ofBilling, topology.events("meter"), "#"));

            refused(billing, channel -> channel.basicPublish(topology.events("meter"), "any", null, new byte[0]));
            refused(billing, channel -> channel.basicPublish(topology.replay("meter"), ofAlarm, null, new byte[0]));
            refused(billing, channel -> channel.basicPublish("", ofAlarm, null, new byte[0]));
            refused(billing, channel -> channel.basicGet(ofAlarm, false));
            refused(billing, channel -> channel.queuePurge(ofAlarm));
            refused(billing, channel -> channel.queueDelete(ofAlarm));
            refused(billing, channel -> channel.queueBind(ofAlarm, topology.events("meter"), "#"));
            refused(billing, channel -> channel.basicGet(topology.control("meter"), false));
            refused(billing, channel -> channel.queueDelete(topology.control("meter")));
            refused(billing, channel -> channel.exchangeDelete(topology.events("meter")));
            refused(billing,
                    channel -> channel.exchangeDeclare(topology.events("meter"), BuiltinExchangeType.TOPIC, true));
            refused(billing,
                    channel -> channel.exchangeBind(topology.events("meter"), topology.events("billing"), "#"));
            refused(billing, channel -> channel.queueDeclare("anything", true, false, false, Map.of()));

            refused(meter, channel -> channel.basicPublish(topology.events("billing"), "any", null, new byte[0]));
            refused(meter, channel -> channel.basicPublish(topology.control("billing"), "", null, new byte[0]));
            refused(meter, channel -> channel.basicGet(ofBilling, false));
            refused(meter, channel -> channel.queueDelete(ofBilling));
            refused(meter, channel -> channel.queueBind(ofBilling, topology.events("billing"), "#"));
        }
    }

    @Test
    void aBrokerWhoseCertificateIsNotTrustedGetsNothing() {
        ServerCertificate foreign = ServerCertificate.make(folder.resolve("foreign"), HOST);
        assertNotTrusted("spring.ssl.bundle.pem.broker.truststore.certificate=file:" + foreign.authority());
        // The certificate is for the name.
        assertNotTrusted("spring.rabbitmq.host=127.0.0.1");
    }

    private void assertNotTrusted(String property) {
        ConfigurableApplicationContext application = start("meter", property);
        application.getBean(TakingReadings.class).take("a", 1);

        eventually().untilAsserted(() -> assertDegraded(application, "RabbitMQ's certificate is not trusted"));
        assertThat(endpoint(application).overview().broker().state()).isEqualTo("unreachable");
        applications.remove(application);
        application.close();
    }

    private ConfigurableApplicationContext start(String module, String... properties) {
        List<String> all = new ArrayList<>(TestBroker.settings(database, node.port()));
        all.addAll(List.of("hailstone.events.transport=rabbitmq", "spring.rabbitmq.host=" + HOST,
                "spring.rabbitmq.username=" + module, "spring.rabbitmq.password=of " + module,
                "spring.rabbitmq.ssl.bundle=broker",
                "spring.ssl.bundle.pem.broker.truststore.certificate=file:" + certificate.authority()));
        all.addAll(List.of(properties));
        ConfigurableApplicationContext application = FixtureApplication.start(database,
                List.of(Objects.requireNonNull(MODULES.get(module))), all.toArray(String[]::new));
        applications.add(application);
        return application;
    }

    private static void permitWhatItNeeds(String user, ConfigurableApplicationContext application) {
        Permissions permissions = endpoint(application).overview().broker().permissions();
        node.permit(user, permissions.configure(), permissions.write(), permissions.read());
    }

    private void eventuallyEverythingIsHeard() {
        eventually().untilAsserted(() -> {
            History taken = History.taken(sql);
            assertThat(taken.faultsOf(History.billed(sql))).isEmpty();
            assertThat(taken.faultsOf(History.alarmed(sql, "taken"))).isEmpty();
            assertThat(taken.faultsOf(History.alarmed(sql, "billed"))).isEmpty();
        });
    }

    private static void allowed(Connection connection, RabbitTransportTests.Breakage attempt) throws Exception {
        assertThat(objectionTo(connection, attempt)).isNull();
    }

    private static void refused(Connection connection, RabbitTransportTests.Breakage attempt) throws Exception {
        assertThat(objectionTo(connection, attempt)).isNotNull()
                .extracting(Objection::code)
                .isEqualTo(AMQP.ACCESS_REFUSED);
    }

    private static @Nullable Objection objectionTo(Connection connection, RabbitTransportTests.Breakage attempt)
            throws Exception {
        try {
            var channel = Objects.requireNonNull(connection.createChannel());
            channel.confirmSelect();
            attempt.on(channel);
            // To a publication it objects when it comes to it.
            channel.waitForConfirms();
            channel.close();
            return null;
        } catch (IOException | ShutdownSignalException closed) {
            return Optional.ofNullable(Objection.in(closed)).orElseThrow(() -> new AssertionError(closed));
        }
    }

    private static Connection connect(String user, String password) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (var authority = Files.newInputStream(certificate.authority())) {
            trusted.setCertificateEntry("authority",
                    CertificateFactory.getInstance("X.509").generateCertificate(authority));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(HOST);
        factory.setPort(node.port());
        factory.setUsername(user);
        factory.setPassword(password);
        factory.useSslProtocol(context);
        factory.enableHostnameVerification();
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection();
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().pollInterval(Duration.ofMillis(20));
    }

    private static void assertDegraded(ConfigurableApplicationContext application, String reason) {
        assertThat(health(application).getStatus()).isEqualTo(new Status("DEGRADED"));
        assertThat(health(application).getDetails().toString()).contains(reason);
    }

    private static Health health(ConfigurableApplicationContext application) {
        return Objects.requireNonNull(application.getBean(EventTransportHealthIndicator.class).health());
    }

    private static HailstoneEndpoint endpoint(ConfigurableApplicationContext application) {
        return application.getBean(HailstoneEndpoint.class);
    }
}
