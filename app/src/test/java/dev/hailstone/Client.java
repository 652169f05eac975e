package dev.hailstone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.hailstone.infra.security.Role;
import dev.hailstone.infra.testing.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Somebody who knows nothing of Hailstone but its HTTP API, and has a token: an operator's, unless somebody else's is wanted.
final class Client {

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    private final String address;
    private final String token;

    Client(int port) {
        this("http://localhost:" + port, TestIssuer.shared().token(Role.OPERATOR, "olga"));
    }

    private Client(String address, String token) {
        this.address = address;
        this.token = token;
    }

    JsonNode get(String path) {
        return send(HttpRequest.newBuilder(URI.create(address + path)).GET());
    }

    JsonNode post(String path, String body) {
        return post(path, body, UUID.randomUUID().toString());
    }

    JsonNode post(String path, String body, String idempotencyKey) {
        return send(HttpRequest.newBuilder(URI.create(address + path))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", idempotencyKey)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    JsonNode put(String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(address + path))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    /// What the server answers to a command that it may refuse.
    int status(String path, String body) {
        return exchange(HttpRequest.newBuilder(URI.create(address + path))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(body))).statusCode();
    }

    private JsonNode send(HttpRequest.Builder request) {
        HttpResponse<String> response = exchange(request);
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return JSON.readTree(response.body());
    }

    private HttpResponse<String> exchange(HttpRequest.Builder request) {
        request.header("Authorization", "Bearer " + token);
        try {
            return HTTP.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    void bringOnline(int driver, double latitude, double longitude) {
        post("/api/positions", """
                {"event_type": "location_update", "driver_id": %d, "latitude": %s, "longitude": %s}
                """.formatted(driver, latitude, longitude));
    }

    void deposit(String rider, String amount) {
        post("/api/accounts/riders/" + rider + "/deposits", """
                {"amount": {"amount": %s, "currency": "USD"}}
                """.formatted(amount));
    }

    /// Asks for a price and takes it.
    ///
    /// @return the trip's id
    String requestTrip(String rider, double pickupLatitude, double dropoffLatitude) {
        return post("/api/trips", """
                {"riderId": "%s", "quoteId": "%s"}
                """.formatted(rider, quote(rider, pickupLatitude, dropoffLatitude))).path("tripId").asString();
    }

    /// @return the quote's id
    String quote(String rider, double pickupLatitude, double dropoffLatitude) {
        return post("/api/quotes", """
                {"riderId": "%s", "pickup": {"latitude": %s, "longitude": -73.99},
                 "dropoff": {"latitude": %s, "longitude": -73.95}}
                """.formatted(rider, pickupLatitude, dropoffLatitude)).path("quoteId").asString();
    }

    void complete(String trip) {
        post("/api/trips/" + trip + "/start", "{}");
        post("/api/trips/" + trip + "/completion", "{}");
    }

    JsonNode trip(String trip) {
        return get("/api/trips/" + trip);
    }

    String state(String trip) {
        return trip(trip).path("state").asString();
    }

    /// What riders whose ids begin so have been charged when everything has come to rest: all events have been heard by all who
    /// hear them, and all that was entered then is in the books.
    ///
    /// @param rider one of them
    JsonNode chargesAtRest(String prefix, String rider) {
        await().atMost(Duration.ofMinutes(2)).until(this::rests);
        long position = rider(rider).path("position").asLong();
        assertThat(position).isPositive();
        return get("/api/accounts/rider-charges?riderIdPrefix=%s&atLeast=%d".formatted(prefix, position));
    }

    private boolean rests() {
        JsonNode events = get("/actuator/hailstone");
        return events.path("modules").valueStream().allMatch(module -> module.path("outbox").asInt(1) == 0)
                && Stream.of("subscriptions", "relays")
                        .flatMap(part -> events.path(part).valueStream())
                        .allMatch(part -> part.path("lag").asInt(1) == 0);
    }

    JsonNode rider(String rider) {
        return get("/api/accounts/riders/" + rider);
    }
}
