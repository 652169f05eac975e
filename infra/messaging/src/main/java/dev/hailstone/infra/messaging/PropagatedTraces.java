package dev.hailstone.infra.messaging;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Traces by whatever tracer the process has.
final class PropagatedTraces implements EventTraces {

    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

    private final Tracer tracer;
    private final Propagator propagator;
    private final JsonMapper json = new JsonMapper();

    PropagatedTraces(Tracer tracer, Propagator propagator) {
        this.tracer = tracer;
        this.propagator = propagator;
    }

    @Override
    public String headers() {
        TraceContext trace = tracer.currentTraceContext().context();
        if (trace == null || !Boolean.TRUE.equals(trace.sampled())) {
            return NO_HEADERS;
        }
        Map<String, String> fields = LinkedHashMap.newLinkedHashMap(2);
        propagator.inject(trace, fields, (carrier, name, value) -> {
            if (carrier != null) {
                carrier.put(name, value);
            }
        });
        return json.writeValueAsString(fields);
    }

    @Override
    public void hear(Subscription subscription, EventEnvelope event, @Nullable Transport carrier,
            Hearing.Heard hearing) {
        if (event.headers().equals(NO_HEADERS)) {
            hearing.run();
            return;
        }
        Map<String, Object> headers = json.readValue(event.headers(), FIELDS);
        if (propagator.fields().stream().noneMatch(headers::containsKey)) {
            hearing.run();
            return;
        }
        within(propagator.extract(headers, PropagatedTraces::field)
                .kind(Span.Kind.CONSUMER)
                .name(event.type())
                .tag("hailstone.module", subscription.consumer())
                .tag("hailstone.event.producer", subscription.producer())
                .tag("hailstone.event.lane", event.lane())
                .tag("hailstone.event.position", event.position())
                .tag("hailstone.event.carrier", carrier == null ? "parking" : carrier.name().toLowerCase(Locale.ROOT))
                .start(), hearing::run);
    }

    private void within(Span span, Runnable work) {
        try (Tracer.SpanInScope _ = tracer.withSpan(span)) {
            work.run();
        } catch (RuntimeException | Error failure) {
            span.error(failure);
            throw failure;
        } finally {
            span.end();
        }
    }

    @Override
    public Runnable keptFor(Runnable later) {
        Span span = tracer.currentSpan();
        return span == null ? later : () -> {
            try (Tracer.SpanInScope _ = tracer.withSpan(span)) {
                later.run();
            }
        };
    }

    @Override
    public @Nullable String written() {
        String headers = headers();
        return headers.equals(NO_HEADERS) ? null : headers;
    }

    @Override
    public void continuing(@Nullable String written, String name, String module, Runnable work) {
        if (written == null) {
            work.run();
            return;
        }
        within(propagator.extract(json.readValue(written, FIELDS), PropagatedTraces::field)
                .name(name)
                .tag("hailstone.module", module)
                .start(), work);
    }

    private static @Nullable String field(@Nullable Map<String, Object> headers, String name) {
        return headers != null && headers.get(name) instanceof String value ? value : null;
    }
}
