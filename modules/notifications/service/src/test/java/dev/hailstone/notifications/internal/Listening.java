package dev.hailstone.notifications.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.hailstone.infra.security.Role;
import dev.hailstone.infra.testing.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;

/// A client that listens to server-sent events until it is closed.
final class Listening implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final Thread reader;
    private volatile boolean ended;

    private Listening(int port, String query, @Nullable String lastEventId, String token) {
        HttpRequest.Builder request = HttpRequest
                .newBuilder(URI.create("http://localhost:%d/api/notifications/stream?%s".formatted(port, query)))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream");
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<Stream<String>> response;
        try {
            response = client.send(request.build(), HttpResponse.BodyHandlers.ofLines());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream;charset=UTF-8");
        reader = Thread.ofPlatform().daemon().start(() -> read(response.body()));
    }

    static Listening to(int port, String query) {
        return new Listening(port, query, null, operatorsToken());
    }

    static Listening to(int port, String query, String lastEventId) {
        return new Listening(port, query, lastEventId, operatorsToken());
    }

    static Listening by(String token, int port, String query) {
        return new Listening(port, query, null, token);
    }

    private static String operatorsToken() {
        return TestIssuer.shared().token(Role.OPERATOR, "olga");
    }

    private void read(Stream<String> lines) {
        String[] id = new String[1];
        try {
            lines.forEach(line -> {
                if (line.startsWith("id: ")) {
                    id[0] = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    events.add(new Event(id[0], JSON.readTree(line.substring(6))));
                }
            });
        } catch (UncheckedIOException _) {
            // Closed by this side.
        }
        ended = true;
    }

    List<Event> events() {
        return events;
    }

    List<String> templates() {
        return events.stream().map(event -> event.data().path("template").asString()).toList();
    }

    /// Whether the server has ended the stream, or this side.
    boolean hasEnded() {
        return ended;
    }

    @Override
    public void close() {
        client.shutdownNow();
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    record Event(String id, JsonNode data) {}
}
