package dev.hailstone.infra.web;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Writes problem details, also where Spring MVC does not: in filters.
public final class ProblemResponses {

    private final JsonMapper json;

    public ProblemResponses(JsonMapper json) {
        this.json = json;
    }

    /// Answers a request with a problem; headers that are set already stay.
    public void write(Problem problem, HttpServletRequest request, HttpServletResponse response) throws IOException {
        ProblemDetail body = problem.getBody();
        byte[] bytes = json.writeValueAsBytes(about(request.getRequestURI(), body));
        response.setStatus(body.getStatus());
        whenToRepeat(body.getStatus()).forEach((name, values) -> response.setHeader(name, values.getFirst()));
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    /// Tells whom we cannot serve now when to come again; nobody else.
    static HttpHeaders whenToRepeat(int status) {
        HttpHeaders headers = new HttpHeaders();
        if (status == HttpStatus.SERVICE_UNAVAILABLE.value()) {
            headers.set(HttpHeaders.RETRY_AFTER, "1");
        }
        return headers;
    }

    /// A body that names the path that it is about, unless that is no URI.
    ///
    /// A tree, because Spring would give a `ProblemDetail` without an instance one, and fail.
    JsonNode about(String path, ProblemDetail body) {
        body.setInstance(instance(path));
        return json.valueToTree(body);
    }

    private static @Nullable URI instance(String path) {
        try {
            URI uri = new URI(path);
            // Of //a/b, RFC 3986 takes a to be a host.
            return path.equals(uri.getRawPath()) ? uri : null;
        } catch (URISyntaxException _) {
            return null;
        }
    }
}
