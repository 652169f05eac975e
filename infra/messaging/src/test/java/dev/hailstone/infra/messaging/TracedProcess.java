package dev.hailstone.infra.messaging;

import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Gives a fixture process the tracer that the application has, and keeps its spans.
@Configuration(proxyBeanMethods = false)
class TracedProcess {

    @Bean
    InMemorySpanExporter spans() {
        return InMemorySpanExporter.create();
    }

    @Bean
    SdkTracerProvider tracers(InMemorySpanExporter spans) {
        return SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(spans)).build();
    }

    @Bean
    Tracer tracer(SdkTracerProvider tracers) {
        return new OtelTracer(tracers.get("fixture"), new OtelCurrentTraceContext(), _ -> {});
    }

    @Bean
    Propagator propagator(SdkTracerProvider tracers) {
        return new OtelPropagator(ContextPropagators.create(W3CTraceContextPropagator.getInstance()),
                tracers.get("fixture"));
    }
}
