package dev.hailstone.infra.messaging;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;

import dev.hailstone.fixtures.alarm.internal.AlarmModule;
import dev.hailstone.fixtures.billing.internal.BillingModule;
import dev.hailstone.fixtures.meter.internal.MeterModule;
import dev.hailstone.fixtures.meter.internal.TakingReadings;
import dev.hailstone.infra.messaging.HailstoneEndpoint.RelayView;
import dev.hailstone.infra.messaging.HailstoneEndpoint.SubscriptionView;
import dev.hailstone.infra.servers.RabbitNode;
import dev.hailstone.infra.servers.TcpProxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/// The contract over RabbitMQ, and what the broker may do to it: T5, T6 and T7.
class RabbitTransportTests extends TransportContract {

    private static final int BACKLOG = 3_000;

    private static final Subscription BILLING = new Subscription("billing", "meter");
    private static final List<Class<?>> CONSUMERS = List.of(BillingModule.class, AlarmModule.class);

    @Override
    String transport() {
        return "rabbitmq";
    }

    @Override
    List<String> settings(TestDatabase ofProcess) {
        return TestBroker.settings(ofProcess);
    }

    @Test
    void aConsumerInNoHurryHearsManyEventsAtATime() {
        hearsManyEventsAtATime();
    }

    @Test
    void t5APurgedQueueIsFilledAgainItsLastMessagesToo() throws Exception {
        String queue = leaveInQueue(5);

        broken(channel -> channel.queuePurge(queue));

        start(CONSUMERS);
        eventuallyEverythingIsHeard();
    }

    @Test
    void t5ADeletedQueueComesBackWithWhatItHeld() throws Exception {
        String queue = leaveInQueue(5);

        broken(channel -> channel.queueDelete(queue));

        var consumers = start(CONSUMERS);
        eventuallyEverythingIsHeard();
        broken(channel -> channel.queueDelete(queue));
        applications().getFirst().getBean(TakingReadings.class).take("a", 3);
        eventuallyEverythingIsHeard();
        assertThat(status(consumers, BILLING)).isEqualTo("running");
    }

    /// RabbitMQ 3.10 gives nothing of the new queue to who was at the old one, and does not say so.
    @Test
    void t5QueuesThatSomebodyElseMakesAnewAreHeard() throws Exception {
        var application = start(ALL, "hailstone.events.rabbitmq.announce-interval=100ms");
        readings(application).take("a", 1);
        eventuallyEverythingIsHeard();

        madeAnew(topology().queue(BILLING), Topology.CONSUMER_QUEUE);
        readings(application).take("a", 1);
        eventuallyEverythingIsHeard();

        madeAnew(topology().control("meter"), Topology.CONTROL_QUEUE);
        broken(channel -> channel.queueUnbind(topology().queue(BILLING), topology().events("meter"), "#"));
        readings(application).take("a", 1);
        eventuallyEverythingIsHeard();
    }

    @Test
    void whoIsBusyForLongIsHeardOfAndTellsHowMuchWaits() {
        // Whoever says nothing for three seconds is forgotten.
        var application = start(List.of(MeterModule.class, BillingModule.class),
                "hailstone.events.rabbitmq.announce-interval=50ms", "hailstone.events.batch-size=10");
        readings(application).take("a", 1);
        eventually().until(() -> count("select count(*) from billing.heard") == 1);
        List<List<String>> hearers = new ArrayList<>();
        List<Long> lags = new ArrayList<>();

        readings(application).take("a", BACKLOG);
        eventually().until(() -> {
            hearers.addAll(hearersOfMeter(application));
            lags.add(view(application, BILLING).lag());
            return count("select count(*) from billing.heard") == BACKLOG + 1;
        });

        assertThat(hearers).containsOnly(List.of("billing"));
        assertThat(lags).anyMatch(lag -> lag > BACKLOG / 2);
    }

    @Test
    void aSubscriptionThatNoRelayServesSaysSoUntilOneComes() {
        String often = "hailstone.events.rabbitmq.announce-interval=200ms";
        var active = start(CONSUMERS, often);
        // Whoever takes no part has declared nothing either.
        try (var _ = FixtureApplication.start(database(), List.of(MeterModule.class))) {
            assertSaysThatNobodyRelays(active);
        }

        var producer = start(List.of(MeterModule.class), often, "hailstone.events.rabbitmq.enabled=true");
        readings(producer).take("a", 2);
        eventuallyEverythingIsHeard();
        eventually().untilAsserted(() -> assertThat(health(active).getStatus()).isEqualTo(Status.UP));

        stop(producer);
        var waitsForItsTurn = start(CONSUMERS, often);
        assertSaysThatNobodyRelays(active);
        assertSaysThatNobodyRelays(waitsForItsTurn);

        producer = start(List.of(MeterModule.class), often, "hailstone.events.rabbitmq.enabled=true");
        readings(producer).take("a", 2);
        eventuallyEverythingIsHeard();
        eventually().untilAsserted(() -> assertThat(health(active).getStatus()).isEqualTo(Status.UP));
        eventually().untilAsserted(() -> assertThat(health(waitsForItsTurn).getStatus()).isEqualTo(Status.UP));
    }

    private static void assertSaysThatNobodyRelays(ConfigurableApplicationContext consumers) {
        eventually().untilAsserted(() -> {
            assertThat(health(consumers).getStatus()).isEqualTo(new Status("DEGRADED"));
            assertThat(health(consumers).getDetails()).containsOnlyKeys("alarm ← meter", "billing ← meter");
            assertThat(health(consumers).getDetails().values()).allSatisfy(reason -> assertThat(reason.toString())
                    .contains("no relay of meter answers", "hailstone.events.rabbitmq.enabled"));
        });
    }

    @Test
    void whoSavesUpEventsIsHeardOf() {
        // Whoever says nothing for three seconds is forgotten.
        var application = start(List.of(MeterModule.class, BillingModule.class),
                "hailstone.events.rabbitmq.announce-interval=50ms",
                "hailstone.events.subscriptions.billing.meter.delivery-interval=6s");
        readings(application).take("a", 1);
        eventually().until(() -> count("select count(*) from billing.heard") == 1);
        List<List<String>> hearers = new ArrayList<>();

        readings(application).take("a", 1);
        eventually().until(() -> {
            hearers.addAll(hearersOfMeter(application));
            return count("select count(*) from billing.heard") == 2;
        });

        assertThat(hearers).containsOnly(List.of("billing"));
    }

    private List<List<String>> hearersOfMeter(ConfigurableApplicationContext application) {
        return endpoint(application).overview()
                .relays()
                .stream()
                .filter(relay -> relay.producer().equals("meter"))
                .map(RelayView::hearers)
                .toList();
    }

    @Test
    void whatIsRestoredWhileOneIsAtAQueueIsNotTheQueue() throws Exception {
        var application = start(ALL);
        readings(application).take("a", 1);
        eventuallyEverythingIsHeard();
        stop(application);
        for (String queue : List.of(topology().queue(BILLING), topology().control("meter"))) {
            broken(channel -> channel.queueDelete(queue));
        }

        assertMissing(channel -> topology().restoreSubscription(channel, BILLING));
        assertMissing(channel -> channel.queueDeclarePassive(topology().queue(BILLING)));
        assertMissing(channel -> topology().restoreProducer(channel, "meter"));
        assertMissing(channel -> channel.queueDeclarePassive(topology().control("meter")));
    }

    private static void assertMissing(Breakage attempt) {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> broken(attempt)).matches(Objection::isMissing);
    }

    @Test
    void t5QueuesPurgedAndExchangesDeletedUnderLoadLoseNothing() throws Exception {
        // The broker may stop listening to a connection here, which is noticed when an answer or a confirm is overdue.
        var application = start(ALL, "hailstone.events.batch-size=20", "spring.rabbitmq.channel-rpc-timeout=2s",
                "hailstone.events.rabbitmq.confirm-timeout=2s");
        Topology names = topology();
        readings(application).take("a", 1);
        eventuallyEverythingIsHeard();
        CompletableFuture<Void> work = underLoad(application, 2, 800);
        while (!work.isDone()) {
            broken(channel -> channel.exchangeDelete(names.events("meter")));
            awaitAFewMore();
            attempted(channel -> channel.queueUnbind(names.queue(BILLING), names.events("meter"), "#"));
            attempted(channel -> channel.queuePurge(names.queue(BILLING)));
            broken(channel -> channel.queueDelete(names.queue(BILLING)));
            broken(channel -> channel.exchangeDelete(names.replay("meter")));
            broken(channel -> channel.queueDelete(names.control("meter")));
            awaitAFewMore();
        }
        work.join();

        eventuallyEverythingIsHeard();
        assertThat(History.taken(sql).size()).isGreaterThan(1000);
    }

    @Test
    void t5AHealedGapCausesNoStormOfReplays() throws Exception {
        leaveInQueue(2000);
        broken(channel -> channel.queuePurge(topology().queue(BILLING)));

        start(CONSUMERS, "hailstone.events.batch-size=50");
        eventuallyEverythingIsHeard();

        MeterRegistry meters = applications().getFirst().getBean(MeterRegistry.class);
        // One a lane, and one more where an announcement came while a replay was on its way.
        assertThat(meters.get("hailstone.events.relay.replays").tag("producer", "meter").counter().count())
                .isBetween(1.0, 2.0 * Lane.COUNT);
        assertThat(meters.get("hailstone.events.relay.replayed").tag("producer", "meter").counter().count())
                .isBetween(2000.0, 4000.0);
    }

    @Test
    void t5ABrokenConnectionLosesNothing() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(RabbitNode.shared().port())) {
            var application = start(ALL, "spring.rabbitmq.port=" + proxy.port(), "hailstone.events.batch-size=20");
            readings(application).take("a", 1);
            eventuallyEverythingIsHeard();
            CompletableFuture<Void> work = underLoad(application, 2, 600);
            do {
                proxy.cut();
                awaitAFewMore();
            } while (!work.isDone());
            work.join();

            eventuallyEverythingIsHeard();
            assertThat(application.getBean(MeterRegistry.class)
                    .get("hailstone.events.broker.reconnects")
                    .counter()
                    .count()).isPositive();
        }
    }

    @Test
    void t5AHalfOpenConnectionIsNoticedAndReplaced() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(RabbitNode.shared().port())) {
            var application = start(ALL, "spring.rabbitmq.port=" + proxy.port(),
                    "spring.rabbitmq.requested-heartbeat=1s", "hailstone.events.rabbitmq.confirm-timeout=1s");
            readings(application).take("a", 2);
            eventuallyEverythingIsHeard();

            proxy.freeze();
            readings(application).take("a", 2);
            eventually().untilAsserted(() -> assertThat(health(application).getDetails().toString())
                    .contains("relay meter")
                    .contains("events wait for it, the oldest for"));
            proxy.cut();
            proxy.forward();

            eventuallyEverythingIsHeard();
        }
    }

    /// As a broker may do with one that has published to a queue in the moment when that was deleted. Nobody waits for a confirm
    /// here and no heartbeat fails: what can be noticed is an answer that does not come.
    @Test
    void t5AConnectionThatIsNotListenedToIsReplaced() throws Exception {
        try (TcpProxy proxy = TcpProxy.to(RabbitNode.shared().port())) {
            var producer = start(List.of(MeterModule.class), "hailstone.events.rabbitmq.enabled=true");
            start(CONSUMERS, "spring.rabbitmq.port=" + proxy.port(), "spring.rabbitmq.requested-heartbeat=1h",
                    "spring.rabbitmq.channel-rpc-timeout=1s");
            readings(producer).take("a", 2);
            eventuallyEverythingIsHeard();

            proxy.deafen();
            broken(channel -> channel.queueUnbind(topology().queue(BILLING), topology().events("meter"), "#"));
            readings(producer).take("a", 2);

            eventuallyEverythingIsHeard();
        }
    }

    /// A batch that takes five seconds to get there, of which something is confirmed all the time. Were it begun anew when three
    /// are over, its end would never arrive.
    @Test
    void t5ASlowBrokerThatGoesOnIsWaitedFor() {
        start(CONSUMERS);
        try (TcpProxy proxy = TcpProxy.to(RabbitNode.shared().port())) {
            var producer = start(List.of(MeterModule.class), "hailstone.events.rabbitmq.enabled=true",
                    "spring.rabbitmq.port=" + proxy.port(), "hailstone.events.rabbitmq.confirm-timeout=3s");
            readings(producer).take("a", 1);
            eventuallyEverythingIsHeard();

            proxy.slowDown(500_000);
            long began = System.nanoTime();
            readings(producer).take("a", 250, "long ".repeat(2_000));

            eventually().atMost(Duration.ofMinutes(2)).untilAsserted(() -> assertThat(faults()).isEmpty());
            // Else nothing was slow.
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void t6ProducersGoOnWithoutABrokerAndTheBacklogDrainsByItself() throws Exception {
        RabbitNode node = RabbitNode.shared();
        var application = start(ALL);
        readings(application).take("a", 2);
        eventuallyEverythingIsHeard();
        node.stop();
        try {
            Workload.seeded(2, 100, 5).run(readings(application));

            eventually().untilAsserted(() -> {
                assertThat(health(application).getStatus()).isEqualTo(new Status("DEGRADED"));
                assertThat(health(application).getDetails()).hasEntrySatisfying("relay meter",
                        reason -> assertThat(reason.toString()).contains("RabbitMQ cannot be reached")
                                .containsPattern("[1-9][0-9]* events wait for it, the oldest for \\d+ seconds"));
            });
            assertThat(endpoint(application).overview().broker().state()).isEqualTo("unreachable");
            collectGarbage();
            assertThat(relayGauge(application, "lag")).isFinite().isPositive();
            assertThat(relayGauge(application, "age")).isFinite().isPositive();
        } finally {
            node.restart();
        }

        eventuallyEverythingIsHeard();
        eventually().untilAsserted(() -> assertThat(health(application).getStatus()).isEqualTo(Status.UP));
        eventually().untilAsserted(() -> {
            assertThat(relayGauge(application, "lag")).isZero();
            assertThat(relayGauge(application, "age")).isZero();
        });
    }

    /// What a gauge asks must not be garbage.
    private static void collectGarbage() {
        WeakReference<Object> garbage = new WeakReference<>(new Object());
        eventually().until(() -> {
            System.gc();
            return garbage.get() == null;
        });
    }

    private static double relayGauge(ConfigurableApplicationContext application, String name) {
        return application.getBean(MeterRegistry.class)
                .get("hailstone.events.relay." + name)
                .tag("producer", "meter")
                .gauge()
                .value();
    }

    @Test
    void t5AKilledBrokerLosesNothing() throws Exception {
        RabbitNode node = RabbitNode.shared();
        var application = start(ALL, "hailstone.events.batch-size=20",
                "spring.rabbitmq.channel-rpc-timeout=3s");
        CompletableFuture<Void> work = underLoad(application, 2, 600);
        awaitAFewMore();
        try {
            node.kill();
        } finally {
            node.restart();
        }
        work.join();

        // A queue that was declared just before the end may never answer again, which takes a while to be noticed.
        eventually().untilAsserted(() -> assertThat(faults()).isEmpty());
    }

    @Test
    void t7ALiveSwitchAtFullRateLosesAndDoublesNothing() throws Exception {
        var application = start(ALL, "hailstone.events.batch-size=20");
        HailstoneEndpoint endpoint = endpoint(application);
        CompletableFuture<Void> work = underLoad(application, 3, 1000);
        for (int round = 0; round < 10; round++) {
            assertThat(endpoint.carry("subscriptions", "local").getStatus()).isEqualTo(204);
            awaitAFewMore();
            assertThat(endpoint.carry("subscriptions", "billing", "meter", "rabbitmq").getStatus()).isEqualTo(204);
            awaitAFewMore();
            assertThat(endpoint.carry("subscriptions", "configured").getStatus()).isEqualTo(204);
            awaitAFewMore();
        }
        work.join();

        eventuallyEverythingIsHeard();
        assertThat(count("select count(*) from billing.event_route")).isZero();
    }

    @Test
    void aChoiceIsSeenByAllReplicasAndSurvivesARestart() {
        var one = start(ALL);
        var other = start(ALL);

        endpoint(one).carry("subscriptions", "billing", "meter", "local");

        eventually().untilAsserted(() -> assertThat(view(other, BILLING)).satisfies(billing -> {
            assertThat(billing.transport()).isEqualTo("local");
            assertThat(billing.chosenBy()).isEqualTo("operator");
        }));
        eventually().untilAsserted(() -> assertThat(view(start(ALL), BILLING).transport()).isEqualTo("local"));
    }

    @Test
    void showsTheRelayAndWhatNoQueueHasTaken() throws Exception {
        String queue = leaveInQueue(5);
        broken(channel -> channel.queueDelete(queue));
        broken(channel -> channel.queueDelete(topology().queue(new Subscription("alarm", "meter"))));
        var producer = applications().getFirst();

        readings(producer).take("a", 3);

        eventually().untilAsserted(() -> assertThat(endpoint(producer).overview().relays())
                .singleElement()
                .satisfies(relay -> {
                    assertThat(relay.state()).isEqualTo("relaying");
                    assertThat(relay.hearers()).contains("billing", "alarm");
                    assertThat(relay.returned()).isGreaterThanOrEqualTo(3);
                    assertThat(relay.lastConfirm()).isNotNull();
                    assertThat(relay.lag()).isZero();
                    assertThat(relay.positions()).hasSize(Lane.COUNT).contains(9L);
                }));
        start(CONSUMERS);
        eventuallyEverythingIsHeard();
    }

    @Test
    void relaysNothingWhileNobodyHears() throws Exception {
        var application = start(ALL);
        readings(application).take("a", 2);
        eventuallyEverythingIsHeard();

        endpoint(application).carry("subscriptions", "local");

        eventually().untilAsserted(() -> assertThat(endpoint(application).overview().relays())
                .extracting(RelayView::state)
                .containsOnly("idle"));
        eventually().until(() -> count("select count(*) from meter.event_relay") == 0);
        readings(application).take("a", 2);
        eventuallyEverythingIsHeard();
    }

    @Test
    void anotherInstallationUnderTheSameNamesIsKeptOut() throws Exception {
        var first = start(ALL);
        readings(first).take("a", 2);
        eventuallyEverythingIsHeard();
        TestDatabase elsewhere = TestDatabase.fresh();

        List<String> names = new ArrayList<>(settings(database()));
        names.add("hailstone.events.rabbitmq.enabled=true");
        try (var second = FixtureApplication.start(elsewhere, List.of(MeterModule.class),
                names.toArray(String[]::new))) {
            readings(second).take("a", 2);

            eventually().untilAsserted(() -> assertThat(health(second).getDetails().toString())
                    .contains("meter: somebody else relays its events", "hailstone.events.rabbitmq.prefix"));
            readings(first).take("a", 2);
            eventuallyEverythingIsHeard();
            stop(first);
            eventually().untilAsserted(() -> assertThat(endpoint(second).overview().relays())
                    .extracting(RelayView::state)
                    .containsOnly("idle"));
        }
    }

    @Test
    void dropsWhatIsNoEventAndGoesOn() throws Exception {
        var application = start(ALL);
        readings(application).take("a", 1);
        eventuallyEverythingIsHeard();
        broken(channel -> {
            // A queue may drop what came without confirms from who is gone at once.
            channel.confirmSelect();
            channel.basicPublish(topology().events("meter"), "any", null, new byte[]{1, 2, 3});
            channel.basicPublish(topology().control("meter"), "", null,
                    "{\"consumer\": 1}".getBytes(StandardCharsets.UTF_8));
            channel.basicPublish(topology().events("meter"), "any",
                    new BasicProperties.Builder().headers(Map.of("lane", "none")).build(), new byte[0]);
            BasicProperties answer = new BasicProperties.Builder().type(RelayAnswer.TYPE).build();
            for (String none : List.of("{}", "{\"heads\": [1, 2]}",
                    "{\"heads\": [1, 2, 3, 4, 5, 6, 7, null]}", "[", "null")) {
                channel.basicPublish(topology().events("meter"), "any", answer, none.getBytes(StandardCharsets.UTF_8));
            }
            channel.waitForConfirmsOrDie(60_000);
        });
        readings(application).take("a", 2);

        eventuallyEverythingIsHeard();
        MeterRegistry meters = application.getBean(MeterRegistry.class);
        eventually().untilAsserted(() -> {
            assertThat(meters.get("hailstone.events.foreign")
                    .tags("consumer", "billing", "producer", "meter")
                    .counter()
                    .count()).isEqualTo(7);
            assertThat(meters.get("hailstone.events.relay.foreign").tag("producer", "meter").counter().count())
                    .isOne();
        });
    }

    @Test
    void publishesCloudEventsWhoseOwnHeadersComeBack() throws Exception {
        var application = start(ALL);
        readings(application).take("a", 1);
        eventuallyEverythingIsHeard();
        broken(channel -> {
            channel.queueDeclare("reader", false, false, true, null);
            channel.queueBind("reader", topology().events("meter"), "meter.#");
        });
        sql.update("""
                insert into meter.event_outbox (event_id, lane, key, type, version, occurred_at, headers, payload)
                values (gen_random_uuid(), ?, 'a', 'meter.reading-taken', 9, '2026-03-01T12:00:00.123456Z',
                        '{"traceparent": "00-1-2-01", "count": 3, "nested": {"a": ["b"]}}', '{"all": "new"}')
                """, Lane.of("a"));
        readings(application).take("b", 1);

        eventually().until(() -> count("select count(*) from billing.event_parked") == 1);
        assertThat(sql.queryForObject("select headers::jsonb = ?::jsonb from billing.event_parked", Boolean.class,
                "{\"traceparent\": \"00-1-2-01\", \"count\": 3, \"nested\": {\"a\": [\"b\"]}}")).isTrue();
        Map<String, String> headers = new HashMap<>();
        broken(channel -> {
            GetResponse message = channel.basicGet("reader", true);
            while (!Objects.equals(message.getProps().getHeaders().get("version"), 9)) {
                message = channel.basicGet("reader", true);
            }
            assertThat(message.getProps().getContentType()).isEqualTo("application/json");
            assertThat(new String(message.getBody(), StandardCharsets.UTF_8)).isEqualTo("{\"all\": \"new\"}");
            message.getProps().getHeaders().forEach((name, value) -> headers.put(name, value.toString()));
            channel.queueDelete("reader");
        });
        assertThat(headers).containsEntry("cloudEvents:specversion", "1.0")
                .containsEntry("cloudEvents:type", "meter.reading-taken")
                .containsEntry("cloudEvents:source", "/hailstone/meter")
                .containsEntry("cloudEvents:subject", "a")
                .containsEntry("cloudEvents:time", "2026-03-01T12:00:00.123456Z")
                .containsEntry("lane", Integer.toString(Lane.of("a")))
                .containsEntry("position", "2")
                .containsEntry("version", "9")
                .containsEntry("traceparent", "00-1-2-01")
                .containsKeys("cloudEvents:id", "previous");
    }

    /// Lets the consumers begin to hear and end, and the producer publish what nobody fetches.
    ///
    /// @return billing's queue
    private String leaveInQueue(int readings) throws Exception {
        var producer = start(List.of(MeterModule.class), "hailstone.events.rabbitmq.enabled=true");
        var consumers = start(CONSUMERS);
        readings(producer).take("a", 1);
        eventuallyEverythingIsHeard();
        stop(consumers);
        for (int i = 0; i < readings; i += 5) {
            readings(producer).take("a", Math.min(5, readings - i));
        }
        String queue = topology().queue(BILLING);
        eventually().until(() -> {
            long[] length = new long[1];
            broken(channel -> length[0] = channel.queueDeclarePassive(queue).getMessageCount());
            return length[0] >= readings;
        });
        return queue;
    }

    /// Deletes a queue and makes it anew before those who are at it have been told.
    private static void madeAnew(String queue, Map<String, Object> arguments) throws Exception {
        CompletableFuture<Void> deletion = new CompletableFuture<>();
        CompletableFuture<Void> declarations = CompletableFuture.runAsync(() -> {
            try {
                broken(channel -> {
                    while (!deletion.isDone()) {
                        channel.queueDeclare(queue, true, false, false, arguments);
                    }
                    channel.queueDeclare(queue, true, false, false, arguments);
                });
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        });
        broken(channel -> channel.queueDelete(queue));
        deletion.complete(null);
        declarations.join();
    }

    private CompletableFuture<Void> underLoad(ConfigurableApplicationContext application, int threads,
            int transactions) {
        Workload workload = Workload.seeded(threads, transactions, 12);
        return CompletableFuture.runAsync(() -> {
            try {
                workload.run(readings(application));
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        });
    }

    /// Until some more events have been billed, or a moment has passed.
    private void awaitAFewMore() {
        long before = History.billed(sql).size();
        long end = System.nanoTime() + Duration.ofMillis(500).toNanos();
        eventually().until(() -> History.billed(sql).size() > before + 20 || System.nanoTime() > end);
    }

    private Topology topology() {
        return new Topology(TestBroker.prefix(database()));
    }

    /// Does something to the broker as an operator would, on a channel of its own.
    private static void broken(Breakage breakage) throws Exception {
        TestBroker.use(RabbitNode.shared(), breakage);
    }

    /// Where what is to be broken may be broken already.
    private static void attempted(Breakage breakage) throws Exception {
        try {
            broken(breakage);
        } catch (IOException gone) {
            assertThat(gone.getCause()).hasMessageContaining("NOT_FOUND");
        }
    }

    private static TakingReadings readings(ConfigurableApplicationContext application) {
        return application.getBean(TakingReadings.class);
    }

    private static HailstoneEndpoint endpoint(ConfigurableApplicationContext application) {
        return application.getBean(HailstoneEndpoint.class);
    }

    private static Health health(ConfigurableApplicationContext application) {
        return Objects.requireNonNull(application.getBean(EventTransportHealthIndicator.class).health());
    }

    private static SubscriptionView view(ConfigurableApplicationContext application, Subscription subscription) {
        return endpoint(application).overview()
                .subscriptions()
                .stream()
                .filter(view -> view.consumer().equals(subscription.consumer())
                        && view.producer().equals(subscription.producer()))
                .findFirst()
                .orElseThrow();
    }

    private static String status(ConfigurableApplicationContext application, Subscription subscription) {
        return view(application, subscription).status();
    }

    /// What is done to the broker.
    interface Breakage {

        void on(Channel channel) throws Exception;
    }
}
