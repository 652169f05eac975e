package dev.hailstone.infra.messaging;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.hailstone.fixtures.meter.internal.TakingReadings;

import static org.assertj.core.api.Assertions.assertThat;

/// The way of a trace with the events that are published in it.
class EventTracesTests {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final JdbcTemplate SQL = DATABASE.asOwner();
    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-";

    private static ConfigurableApplicationContext application;

    @BeforeAll
    static void start() {
        List<Class<?>> parts = new ArrayList<>(TransportContract.ALL);
        parts.add(TracedProcess.class);
        application = FixtureApplication.start(DATABASE, parts, "hailstone.events.retry.initial=50ms");
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void anEventIsHeardInTheTraceOfItsPublicationAndSoIsWhatFollows() {
        Span publishing = take("followed", 1, "");

        Awaitility.await().until(() -> spansOf(publishing).size() == 3);
        SpanData billing = consumer(publishing, "billing", "meter.reading-taken");
        assertThat(billing.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(billing.getParentSpanId()).isEqualTo(publishing.context().spanId());
        assertThat(attribute(billing, "hailstone.event.producer")).isEqualTo("meter");
        assertThat(attribute(billing, "hailstone.event.carrier")).isEqualTo("local");
        assertThat(billing.getAttributes().get(AttributeKey.longKey("hailstone.event.lane")))
                .isEqualTo(Lane.of("followed"));
        assertThat(billing.getAttributes().get(AttributeKey.longKey("hailstone.event.position"))).isPositive();
        assertThat(consumer(publishing, "alarm", "meter.reading-taken").getParentSpanId())
                .isEqualTo(publishing.context().spanId());
        assertThat(consumer(publishing, "alarm", "billing.reading-billed").getParentSpanId())
                .isEqualTo(billing.getSpanId());
    }

    @Test
    void eventsThatTravelTogetherKeepTheirTracesApart() {
        List<Span> publishing = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            publishing.add(take("apart-" + i % 10, 2, ""));
        }

        Awaitility.await()
                .untilAsserted(() -> assertThat(publishing).allSatisfy(each -> assertThat(spansOf(each)).hasSize(6)));
        assertThat(publishing).allSatisfy(each -> {
            List<String> billed = spansOf(each).stream()
                    .filter(span -> "billing".equals(attribute(span, "hailstone.module")))
                    .map(SpanData::getSpanId)
                    .toList();
            assertThat(spansOf(each)).filteredOn(span -> span.getName().equals("billing.reading-billed"))
                    .extracting(SpanData::getParentSpanId)
                    .containsExactlyInAnyOrderElementsOf(billed);
        });
    }

    @Test
    void aParkedEventThatIsRetriedLaterContinuesItsTrace() {
        Span publishing = take("parked", 1, "poison");
        Awaitility.await().until(() -> carriers(publishing).contains("parking"));
        assertThat(consumers(publishing, "billing")).allSatisfy(failed -> {
            assertThat(failed.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            assertThat(failed.getParentSpanId()).isEqualTo(publishing.context().spanId());
        });

        SQL.update("insert into billing.mended values ('parked')");

        Awaitility.await().until(() -> consumers(publishing, "alarm").size() == 2);
        SpanData billed = consumers(publishing, "billing").stream()
                .filter(span -> span.getStatus().getStatusCode() != StatusCode.ERROR)
                .findFirst()
                .orElseThrow();
        assertThat(attribute(billed, "hailstone.event.carrier")).isEqualTo("parking");
        assertThat(billed.getParentSpanId()).isEqualTo(publishing.context().spanId());
        assertThat(consumer(publishing, "alarm", "billing.reading-billed").getParentSpanId())
                .isEqualTo(billed.getSpanId());
    }

    @Test
    void theJournalHoldsTheTraceAsW3cWritesIt() {
        Span publishing = take("written", Map.of("traceparent", PARENT + "01", "tracestate", "vendor=value"));

        assertThat(headers("written")).isEqualTo("""
                {"traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-%s-01","tracestate":"vendor=value"}"""
                .formatted(publishing.context().spanId()));
        Awaitility.await().until(() -> consumers(publishing, "alarm").size() == 2);
        assertThat(consumer(publishing, "billing", "meter.reading-taken").getSpanContext()
                .getTraceState()
                .get("vendor")).isEqualTo("value");
    }

    @Test
    void aTraceThatIsWrittenDownGoesOnWhereTheWorkIsTakenUp() {
        CurrentTrace traces = application.getBean(CurrentTrace.class);
        Tracer tracer = application.getBean(Tracer.class);
        Span asking = tracer.spanBuilder().setNoParent().name("asking").start();
        String written;
        try (var _ = tracer.withSpan(asking)) {
            written = traces.written();
        }
        assertThat(written).contains(asking.context().traceId());
        assertThat(traces.written()).isNull();

        traces.continuing(written, "searching", "alarm",
                () -> application.getBean(TakingReadings.class).take("later", 1));

        // The search itself, and the two events that alarm hears.
        Awaitility.await().until(() -> consumers(asking, "alarm").size() == 3);
        SpanData searching = spansOf(asking).stream()
                .filter(span -> span.getName().equals("searching"))
                .findFirst()
                .orElseThrow();
        assertThat(searching.getParentSpanId()).isEqualTo(asking.context().spanId());
        assertThat(attribute(searching, "hailstone.module")).isEqualTo("alarm");
        assertThat(consumer(asking, "billing", "meter.reading-taken").getParentSpanId())
                .isEqualTo(searching.getSpanId());
    }

    @Test
    void aTraceThatIsNotRecordedDoesNotTravel() {
        Span publishing = take("unrecorded", Map.of("traceparent", PARENT.replace('4', '5') + "00"));

        assertThat(headers("unrecorded")).isEqualTo("{}");
        Awaitility.await().until(() -> History.billed(SQL).numbers().containsKey("unrecorded"));
        assertThat(spansOf(publishing)).isEmpty();
    }

    @Test
    void anEventIsHeardOnBehalfOfWhoseWishItFollowsFrom() {
        try (EndUser.Scope _ = EndUser.as("ada \"the\" first")) {
            application.getBean(TakingReadings.class).take("wished", 1);
        }
        assertThat(headers("wished")).isEqualTo("""
                {"enduser":"ada \\"the\\" first"}""");
        Awaitility.await()
                .untilAsserted(() -> assertThat(
                        SQL.queryForList("select headers::text from billing.event_journal where key = 'wished'",
                                String.class))
                        .containsExactly(headers("wished")));
        assertThat(EndUser.current()).isNull();
    }

    @Test
    void theEndUserTravelsBesideTheTrace() {
        Span publishing;
        try (EndUser.Scope _ = EndUser.as("bea")) {
            publishing = take("both", 1, "");
        }
        assertThat(headers("both")).startsWith("{\"enduser\":\"bea\",\"traceparent\":");
        Awaitility.await().until(() -> spansOf(publishing).size() == 3);
    }

    @Test
    void whatIsKeptForLaterIsDoneForTheSameEndUser() {
        CurrentTrace traces = application.getBean(CurrentTrace.class);
        List<String> users = new ArrayList<>();
        Runnable later;
        try (EndUser.Scope _ = EndUser.as("cleo")) {
            later = traces.keptFor(() -> users.add(EndUser.current()));
        }
        later.run();
        assertThat(users).containsExactly("cleo");
    }

    @Test
    void anEventOfNoTraceIsHeardInNone() {
        application.getBean(TakingReadings.class).take("alone", 1);

        assertThat(headers("alone")).isEqualTo("{}");
        Awaitility.await().until(() -> History.billed(SQL).numbers().containsKey("alone"));
        assertThat(application.getBean(InMemorySpanExporter.class).getFinishedSpanItems())
                .noneSatisfy(span -> assertThat(span.getParentSpanContext().isValid()).isFalse());
    }

    @Test
    void aTraceGoesOnBehindABroker() {
        TestDatabase database = TestDatabase.fresh();
        List<Class<?>> parts = new ArrayList<>(TransportContract.ALL);
        parts.add(TracedProcess.class);
        List<String> settings = new ArrayList<>(TestBroker.settings(database));
        settings.add("hailstone.events.transport=rabbitmq");
        try (var behindABroker = FixtureApplication.start(database, parts, settings.toArray(String[]::new))) {
            Tracer tracer = behindABroker.getBean(Tracer.class);
            Span publishing = tracer.spanBuilder().setNoParent().name("publishing").start();
            try (var _ = tracer.withSpan(publishing)) {
                behindABroker.getBean(TakingReadings.class).take("distant", 1);
            }

            InMemorySpanExporter spans = behindABroker.getBean(InMemorySpanExporter.class);
            Awaitility.await().until(() -> spans.getFinishedSpanItems().size() == 3);
            assertThat(spans.getFinishedSpanItems()).allSatisfy(span -> {
                assertThat(span.getTraceId()).isEqualTo(publishing.context().traceId());
                assertThat(attribute(span, "hailstone.event.carrier")).isEqualTo("rabbitmq");
            });
        }
    }

    @Test
    void withoutATracerNothingTravels() {
        TestDatabase database = TestDatabase.fresh();
        try (var plain = FixtureApplication.start(database, TransportContract.ALL)) {
            assertThat(plain.getBean(EventTraces.class).headers()).isEqualTo(EventTraces.NO_HEADERS);

            plain.getBean(TakingReadings.class).take("plain", 1);

            JdbcTemplate sql = database.asOwner();
            Awaitility.await().until(() -> History.billed(sql).numbers().containsKey("plain"));
            assertThat(sql.queryForList("select headers::text from meter.event_journal", String.class))
                    .containsExactly("{}");
        }
    }

    /// Takes readings in a trace of their own.
    ///
    /// @return the span in which they were published; it is not among the finished ones
    private static Span take(String meter, int readings, String remark) {
        Tracer tracer = application.getBean(Tracer.class);
        Span span = tracer.spanBuilder().setNoParent().name("publishing").start();
        try (var _ = tracer.withSpan(span)) {
            application.getBean(TakingReadings.class).take(meter, readings, remark);
        }
        return span;
    }

    /// Takes a reading in a trace that somebody else has begun.
    private static Span take(String meter, Map<String, String> begun) {
        Span span = application.getBean(Propagator.class)
                .extract(new HashMap<>(begun), (fields, name) -> fields == null ? null : fields.get(name))
                .name("publishing")
                .start();
        try (var _ = application.getBean(Tracer.class).withSpan(span)) {
            application.getBean(TakingReadings.class).take(meter, 1);
        }
        return span;
    }

    private static String headers(String key) {
        return Awaitility.await()
                .until(() -> SQL.queryForList("select headers::text from meter.event_journal where key = ?",
                        String.class, key), rows -> !rows.isEmpty())
                .getFirst();
    }

    private static List<SpanData> spansOf(Span publishing) {
        return application.getBean(InMemorySpanExporter.class)
                .getFinishedSpanItems()
                .stream()
                .filter(span -> span.getTraceId().equals(publishing.context().traceId()))
                .toList();
    }

    private static List<SpanData> consumers(Span publishing, String module) {
        return spansOf(publishing).stream()
                .filter(span -> module.equals(attribute(span, "hailstone.module")))
                .toList();
    }

    private static SpanData consumer(Span publishing, String module, String type) {
        return consumers(publishing, module).stream()
                .filter(span -> span.getName().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> carriers(Span publishing) {
        return consumers(publishing, "billing").stream()
                .map(span -> attribute(span, "hailstone.event.carrier"))
                .toList();
    }

    private static String attribute(SpanData span, String name) {
        return String.valueOf(span.getAttributes().get(AttributeKey.stringKey(name)));
    }
}
