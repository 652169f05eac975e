package dev.hailstone;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// What a tracing backend would be told of a trip.
@SpringBootTest(classes = Hailstone.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "management.tracing.sampling.probability=1")
@Import(OneTraceIT.Collected.class)
class OneTraceIT {

    private static final double BRONX = 40.85;
    private static final double HARLEM = 40.81;

    @LocalServerPort private int port;
    @Autowired private InMemorySpanExporter exported;
    @Autowired private SdkTracerProvider tracers;

    private Client client;

    @BeforeEach
    void open() {
        client = new Client(port);
    }

    @Test
    void leadsFromTheRequestThatCompletesATripToTheReceipt() {
        client.bringOnline(71, BRONX, -73.99);
        client.deposit("cleo", "100.00");
        String trip = client.requestTrip("cleo", BRONX, HARLEM);
        await().until(() -> client.state(trip).equals("ASSIGNED"));

        client.complete(trip);

        await().untilAsserted(() -> {
            SpanData request = request("/api/trips/{tripId}/completion");
            assertThat(request.getParentSpanContext().isValid()).isFalse();
            assertThat(module(request)).isEqualTo("trips");
            assertThat(heard(request, "trips.trip-completed")).isEqualTo(
                    Set.of("dispatch", "ledger", "pricing", "recommendations", "tracking"));
            SpanData ledger = consumer(request, "ledger", "trips.trip-completed");
            assertThat(ledger.getKind()).isEqualTo(SpanKind.CONSUMER);
            assertThat(ledger.getParentSpanId()).isEqualTo(request.getSpanId());
            SpanData receipt = consumer(request, "notifications", "ledger.fare-charged");
            assertThat(receipt.getParentSpanId()).isEqualTo(ledger.getSpanId());
        });
    }

    @Test
    void leadsFromTheRequestForATripToTheDriver() {
        client.deposit("dido", "100.00");
        client.bringOnline(72, BRONX + 2, -73.99);

        String trip = client.requestTrip("dido", BRONX + 2, HARLEM + 2);
        await().until(() -> client.state(trip).equals("ASSIGNED"));

        await().untilAsserted(() -> {
            SpanData request = requestOf("dispatch.driver-assigned");
            SpanData search = spans().stream()
                    .filter(span -> span.getName().equals("dispatch.search")
                            && span.getTraceId().equals(request.getTraceId()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("the search is not part of its request's trace"));
            assertThat(module(search)).isEqualTo("dispatch");
            assertThat(heard(request, "dispatch.driver-assigned")).isEqualTo(
                    Set.of("tracking", "trips", "notifications"));
        });
    }

    /// The request for a trip in whose trace an event of this type was heard.
    private SpanData requestOf(String type) {
        Set<String> traces = spans().stream()
                .filter(span -> span.getName().equals(type))
                .map(SpanData::getTraceId)
                .collect(Collectors.toSet());
        return spans().stream()
                .filter(span -> span.getKind() == SpanKind.SERVER && traces.contains(span.getTraceId())
                        && "/api/trips".equals(span.getAttributes().get(AttributeKey.stringKey("uri"))))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no request for a trip has led to " + type));
    }

    @Test
    void saysOfARequestThatNoModuleAnswersThatNoneDoes() {
        client.get("/actuator/health");

        await().untilAsserted(() -> assertThat(module(request("/actuator/health"))).isEqualTo("none"));
    }

    private SpanData request(String route) {
        return spans().stream()
                .filter(span -> span.getKind() == SpanKind.SERVER
                        && route.equals(span.getAttributes().get(AttributeKey.stringKey("uri"))))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no span of a request to " + route));
    }

    private Set<String> heard(SpanData request, String type) {
        return spans().stream()
                .filter(span -> span.getTraceId().equals(request.getTraceId()) && span.getName().equals(type))
                .map(OneTraceIT::module)
                .collect(Collectors.toSet());
    }

    private SpanData consumer(SpanData request, String module, String type) {
        return spans().stream()
                .filter(span -> span.getTraceId().equals(request.getTraceId()) && span.getName().equals(type)
                        && module(span).equals(module))
                .findFirst()
                .orElseThrow(() -> new AssertionError("%s has not heard %s in this trace".formatted(module, type)));
    }

    private List<SpanData> spans() {
        tracers.forceFlush().join(10, TimeUnit.SECONDS);
        return exported.getFinishedSpanItems();
    }

    private static String module(SpanData span) {
        return String.valueOf(span.getAttributes().get(AttributeKey.stringKey("hailstone.module")));
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Collected {

        @Bean
        InMemorySpanExporter collectingExporter() {
            return InMemorySpanExporter.create();
        }
    }
}
