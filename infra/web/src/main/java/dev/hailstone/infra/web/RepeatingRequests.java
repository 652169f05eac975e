package dev.hailstone.infra.web;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;

import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.http.HttpRequest;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/// Asks a remote facade again when it could not be reached or was not ready.
///
/// Every method of a facade may be repeated: it reads, or its command carries the id of what it is for.
final class RepeatingRequests implements ClientHttpRequestInterceptor {

    private static final Set<Integer> NOT_READY = Set.of(502, 503, 504);

    private final RetryTemplate attempts = new RetryTemplate(RetryPolicy.builder()
            .maxRetries(2)
            .delay(Duration.ofMillis(100))
            .multiplier(2)
            .jitter(Duration.ofMillis(50))
            .includes(IOException.class)
            .build());

    @Override
    public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        try {
            return attempts.execute(() -> {
                ClientHttpResponse response = execution.execute(request, body);
                HttpStatusCode status = response.getStatusCode();
                if (NOT_READY.contains(status.value())) {
                    response.close();
                    throw new IOException("%s %s answered %s".formatted(request.getMethod(), request.getURI(), status));
                }
                return response;
            });
        } catch (RetryException e) {
            if (e.getCause() instanceof IOException last) {
                throw last;
            }
            if (e.getCause() instanceof RuntimeException bug) {
                throw bug;
            }
            throw new IOException(e.getCause());
        }
    }
}
