package dev.hailstone.infra.messaging;

import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.hailstone.fixtures.meter.internal.TakingReadings;
import dev.hailstone.infra.messaging.HailstoneEndpoint.ModuleView;
import dev.hailstone.infra.messaging.HailstoneEndpoint.ParkedList;
import dev.hailstone.infra.messaging.HailstoneEndpoint.ParkedView;
import dev.hailstone.infra.messaging.HailstoneEndpoint.SubscriptionView;

import static org.assertj.core.api.Assertions.assertThat;

/// What an operator sees and can do.
class HailstoneEndpointTests {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final JdbcTemplate SQL = DATABASE.asOwner();

    private static ConfigurableApplicationContext application;
    private static HailstoneEndpoint endpoint;

    @BeforeAll
    static void start() {
        application = FixtureApplication.start(DATABASE, TransportContract.ALL, "hailstone.events.retry.attempts=1",
                "hailstone.events.metrics-interval=100ms");
        endpoint = application.getBean(HailstoneEndpoint.class);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void showsModulesAndSubscriptions() {
        application.getBean(TakingReadings.class).take("seen", 3);

        Awaitility.await().untilAsserted(() -> {
            assertThat(endpoint.overview().modules()).extracting(ModuleView::name)
                    .containsExactly("alarm", "billing",
                            "meter");
            assertThat(endpoint.overview().subscriptions()).hasSize(3)
                    .allSatisfy(subscription -> {
                        assertThat(subscription.status()).isEqualTo("running");
                        assertThat(subscription.transport()).isEqualTo("local");
                        assertThat(subscription.lag()).isZero();
                        assertThat(subscription.lanes()).hasSize(Lane.COUNT);
                    })
                    .filteredOn(subscription -> subscription.consumer().equals("billing"))
                    .flatExtracting(SubscriptionView::lanes)
                    .element(Lane.of("seen"))
                    .satisfies(lane -> assertThat(lane.position()).isGreaterThanOrEqualTo(3));
        });
    }

    @Test
    void letsParkedEventsBeSeenRetriedAndDiscarded() {
        application.getBean(TakingReadings.class).take("sick", 2, "poison");
        Awaitility.await().until(() -> parked("sick").size() == 2);
        ParkedView head = parked("sick").getFirst();
        ParkedView follower = parked("sick").getLast();

        assertThat(head.state()).isEqualTo("waits-for-operator");
        assertThat(head.failure()).isEqualTo("java.lang.IllegalStateException: cannot bill sick");
        assertThat(head.payload()).isNull();
        assertThat(follower.state()).isEqualTo("waits-behind-another");
        assertThat((ParkedView) endpoint.parked("parked", "billing", "meter", text(head.lane()), text(head.position()))
                .getBody())
                .satisfies(whole -> {
                    assertThat(whole.failure()).contains("BillingReadings.on");
                    assertThat(whole.payload()).contains("\"poison\"");
                });

        assertRefused(change(follower, "retry", null), 409, "wrong-state", "earlier event");
        assertInvalid(change(head, "discard", null), "reason must tell why the event is discarded, was missing");
        assertInvalid(change(head, "forget", null), "action must be retry or discard, was 'forget'");
        assertInvalid(change(head, null, null), "action must be retry or discard, was missing");

        SQL.update("insert into billing.mended values ('sick')");
        assertThat(change(head, "discard", "cannot be billed").getStatus()).isEqualTo(204);
        Awaitility.await().untilAsserted(() -> assertThat(parked("sick")).isEmpty());
        assertThat(History.billed(SQL).numbers()).containsEntry("sick", List.of(2L));
        assertRefused(change(head, "retry", null), 404, "unknown-parked-event", "no event is parked");
    }

    @Test
    void knowsOnlyParkedEventsOfConsumers() {
        assertRefused(endpoint.parked("cursors", "billing"), 404, "not-found", "no 'cursors' here");
        assertRefused(endpoint.parked("parked", "meter"), 404, "unknown-consumer", "meter hears nobody here");
        assertRefused(endpoint.parked("parked", "billing", "meter", "0", "4711"), 404, "unknown-parked-event",
                "no event is parked");
        assertInvalid(endpoint.parked("parked", "billing", "meter", "eight", "1"),
                "lane must be from 0 to 7, was 'eight'");
        assertInvalid(endpoint.parked("parked", "billing", "meter", "8", "1"), "lane must be from 0 to 7, was '8'");
        assertInvalid(endpoint.change("parked", "billing", "meter", "0", "first", "retry", null, null),
                "position must be a whole number from 0, was 'first'");
    }

    @Test
    void switchesOnlySubscriptionsThatThereAreToTransportsThatThereAre() {
        assertInvalid(endpoint.carry("subscriptions", null),
                "transport must be local, rabbitmq or configured, was missing");
        assertInvalid(endpoint.carry("subscriptions", "billing", "meter", "pigeon"),
                "transport must be local, rabbitmq or configured, was 'pigeon'");
        assertRefused(endpoint.carry("subscriptions", "meter", "billing", "local"), 404, "unknown-subscription",
                "meter does not hear billing here");
        assertRefused(endpoint.carry("parked", "local"), 404, "not-found", "none of 'parked'");
    }

    @Test
    void countsWhatItDoes() {
        application.getBean(TakingReadings.class).take("counted", 4);
        MeterRegistry meters = application.getBean(MeterRegistry.class);

        Awaitility.await().untilAsserted(() -> {
            assertThat(meters.get("hailstone.events.published").tag("producer", "meter").counter().count())
                    .isGreaterThanOrEqualTo(4);
            assertThat(meters.get("hailstone.events.applied")
                    .tags("consumer", "alarm", "producer", "billing")
                    .counter()
                    .count()).isGreaterThanOrEqualTo(4);
            assertThat(meters.get("hailstone.events.latency")
                    .tags("consumer", "alarm", "producer", "billing")
                    .timer()
                    .count()).isGreaterThanOrEqualTo(4);
            assertThat(meters.get("hailstone.events.journal.head").tag("producer", "meter").gauge().value())
                    .isGreaterThanOrEqualTo(4);
            assertThat(meters.get("hailstone.events.outbox.depth").tag("producer", "meter").gauge().value()).isZero();
            assertThat(meters.get("hailstone.events.lag")
                    .tags("consumer", "billing", "producer", "meter")
                    .gauge()
                    .value()).isZero();
        });
    }

    private static void assertRefused(WebEndpointResponse<?> answer, int status, String type, String detail) {
        assertThat(answer.getStatus()).isEqualTo(status);
        assertThat(answer.getContentType()).hasToString("application/problem+json");
        assertThat(answer.getBody()).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.type()).isEqualTo("urn:hailstone:problem:" + type);
            assertThat(refusal.status()).isEqualTo(status);
            assertThat(refusal.title()).doesNotContain("-");
            assertThat(refusal.detail()).contains(detail);
        });
    }

    private static void assertInvalid(WebEndpointResponse<?> answer, String detail) {
        assertRefused(answer, 400, "invalid-value", detail);
        assertThat(answer.getBody()).isInstanceOfSatisfying(Refusal.class,
                refusal -> assertThat(refusal.errors()).singleElement()
                        .satisfies(error -> assertThat(error.field() + " " + error.reason()).isEqualTo(detail)));
    }

    private static WebEndpointResponse<?> change(ParkedView parked, @Nullable String action, @Nullable String reason) {
        return endpoint.change("parked", "billing", parked.producer(), text(parked.lane()), text(parked.position()),
                action, reason, "Ada");
    }

    private static String text(long number) {
        return Long.toString(number);
    }

    private static List<ParkedView> parked(String key) {
        if (endpoint.parked("parked", "billing").getBody() instanceof ParkedList(List<ParkedView> parked)) {
            return parked.stream().filter(each -> each.key().equals(key)).toList();
        }
        throw new AssertionError("billing has parked events");
    }
}
