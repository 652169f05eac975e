package dev.hailstone;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.hailstone.infra.security.Role;
import dev.hailstone.infra.testing.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/// Everybody at every door: each endpoint that the application says it has, with no token, with wrong ones, with those of
/// roles that it is not for, and with somebody else's.
///
/// Who may do what is written down here once more, on purpose: an endpoint that this does not know fails.
@SpringBootTest(classes = Hailstone.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AccessIT {

    private static final String RIDER = "alma";
    private static final int DRIVER = 71;
    private static final Duration SOON = Duration.ofSeconds(60);

    /// Who may, besides operators, who always may: `own` are riders and drivers about themselves, `any` is the whole role.
    private static final Map<String, String> RULES = rules("""
            POST /api/trips                                      own rider
            GET  /api/trips                                      own rider
            GET  /api/trips/{tripId}                             own rider driver
            POST /api/trips/{tripId}/arrival                     own driver
            POST /api/trips/{tripId}/start                       own driver
            POST /api/trips/{tripId}/completion                  own driver
            POST /api/trips/{tripId}/cancellation                own rider
            POST /api/trips/{tripId}/driver-cancellation         own driver
            GET  /api/offers/{driverId}                          own driver
            PUT  /api/offers/{driverId}                          own driver
            PUT  /api/offers/{driverId}/{tripId}                 own driver
            GET  /api/assignments                                nobody
            GET  /api/assignments/{tripId}                       own rider driver
            POST /api/positions                                  own driver
            GET  /api/drivers                                    nobody
            GET  /api/drivers/{driverId}                         own driver
            POST /api/drivers/{driverId}/sign-off                own driver
            GET  /api/drivers/nearest                            any module
            POST /api/quotes                                     own rider
            GET  /api/quotes/{quoteId}                           own rider
            POST /api/quotes/{quoteId}/acceptance                any module
            POST /api/quotes/fares                               any module
            GET  /api/tariffs                                    any rider driver
            POST /api/tariffs                                    nobody
            GET  /api/surge                                      any rider driver
            GET  /api/fare-differences                           nobody
            GET  /api/accounts/riders/{riderId}                  own rider module
            GET  /api/accounts/riders/{riderId}/balance          own rider
            GET  /api/accounts/riders/{riderId}/statement        own rider
            POST /api/accounts/riders/{riderId}/deposits         nobody
            GET  /api/accounts/rider-charges                     nobody
            GET  /api/accounts/drivers/{driverId}                own driver
            GET  /api/accounts/drivers/{driverId}/balance        own driver
            GET  /api/accounts/drivers/{driverId}/statement      own driver
            GET  /api/accounts/drivers/{driverId}/earnings       own driver
            POST /api/accounts/drivers/{driverId}/payouts        nobody
            GET  /api/accounts/trips/{tripId}                    own rider
            POST /api/accounts/trips/{tripId}/hold               nobody
            POST /api/accounts/trips/{tripId}/hold/capture       nobody
            POST /api/accounts/trips/{tripId}/hold/release       nobody
            POST /api/accounts/trips/{tripId}/charge             nobody
            POST /api/accounts/trips/{tripId}/refunds            nobody
            GET  /api/accounts/trial-balance                     nobody
            GET  /api/accounts/verification                      nobody
            GET  /api/accounts/revenue                           nobody
            POST /api/accounts/rebuild                           nobody
            POST /api/accounts/transactions/{transactionId}/reversal  nobody
            GET  /api/accounts/plain/{account}                   nobody
            POST /api/accounts/plain/{account}/update_balance    nobody
            GET  /api/suggestions                                any rider module
            GET  /api/suggestions/model                          nobody
            POST /api/suggestions/model/rebuild                  nobody
            GET  /api/notifications                              own rider driver
            GET  /api/notifications/stream                       own rider driver
            POST /api/notifications/{notificationId}/read        own rider driver
            GET  /api/notifications/preferences                  own rider driver
            PUT  /api/notifications/preferences                  own rider driver
            GET  /api/notifications/erasures                     own rider
            POST /api/notifications/erasures                     own rider
            """);

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final TestIssuer issuer = TestIssuer.shared();
    private final Map<String, JsonNode> operations = new TreeMap<>();
    private final Map<String, String> values = new TreeMap<>(Map.of("latitude", "40.75", "longitude", "-73.99",
            "radiusMetres", "1000", "limit", "5", "hour", "8", "from", "2026-11-01", "to", "2026-11-02", "day",
            "2026-11-01"));
    private final Map<String, String> bodies = new TreeMap<>();

    private String notificationOfTheDriver = "";

    @LocalServerPort private int port;

    @BeforeAll
    void ride() {
        Client client = new Client(port);
        JsonNode paths = client.get("/v3/api-docs").path("paths");
        paths.properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> operations.put(
                                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                operation.getValue())));
        client.bringOnline(DRIVER, 40.75, -73.99);
        client.deposit(RIDER, "100.00");
        String trip = client.requestTrip(RIDER, 40.75, 40.77);
        await().atMost(SOON).until(() -> client.state(trip).equals("ASSIGNED"));
        await().atMost(SOON).until(() -> !notifications(client, "riderId=" + RIDER).isEmpty());
        await().atMost(SOON).until(() -> !notifications(client, "driverId=" + DRIVER).isEmpty());
        String quote = client.trip(trip).path("quoteId").asString();
        values.putAll(Map.of("tripId", trip, "quoteId", quote, "riderId", RIDER, "driverId", String.valueOf(DRIVER),
                "account", "1", "transactionId", UUID.randomUUID().toString(), "notificationId",
                notificationId(client, "riderId=" + RIDER)));
        notificationOfTheDriver = notificationId(client, "driverId=" + DRIVER);
        String place = "{\"latitude\": 40.75, \"longitude\": -73.99}";
        bodies.putAll(Map.of("POST /api/quotes",
                "{\"riderId\": \"%s\", \"pickup\": %s, \"dropoff\": %s}".formatted(RIDER, place, place),
                "POST /api/trips", "{\"riderId\": \"%s\", \"quoteId\": \"%s\"}".formatted(RIDER, quote),
                "POST /api/notifications/erasures", "{\"riderId\": \"%s\"}".formatted(RIDER),
                "POST /api/positions",
                "[{\"driverId\": \"%s\", \"latitude\": 40.75, \"longitude\": -73.99}]".formatted(DRIVER)));
    }

    private static JsonNode notifications(Client client, String recipient) {
        return client.get("/api/notifications?" + recipient).path("notifications");
    }

    private static String notificationId(Client client, String recipient) {
        return notifications(client, recipient).get(0).path("notificationId").asString();
    }

    @Test
    void everyEndpointHasARule() {
        assertThat(operations.keySet()).isEqualTo(RULES.keySet());
    }

    @Test
    void theDescriptionAsksForAToken() {
        JsonNode api = new Client(port).get("/v3/api-docs");
        assertThat(api.at("/components/securitySchemes/token/scheme").asString()).isEqualTo("bearer");
        assertThat(api.path("security").get(0).has("token")).isTrue();
    }

    @TestFactory
    Stream<DynamicTest> nobodyGetsInWithoutAValidToken() {
        return operations.keySet().stream().map(operation -> dynamicTest(operation, () -> {
            Role role = Role.OPERATOR;
            requireChallenge(ask(operation, null, role), false);
            requireChallenge(ask(operation, "nonsense", role), true);
            requireChallenge(ask(operation, issuer.forged(role, "olga"), role), true);
            requireChallenge(ask(operation, issuer.expired(role, "olga"), role), true);
            requireChallenge(ask(operation, issuer.forAnotherAudience(role, "olga"), role), true);
            requireChallenge(ask(operation, issuer.ofAnotherIssuer(role, "olga"), role), true);
        }));
    }

    @TestFactory
    Stream<DynamicTest> nobodyGetsInWithARoleThatItIsNotFor() {
        return operations.keySet()
                .stream()
                .flatMap(operation -> rolesOf(operation, false).map(role -> dynamicTest(
                        operation + " as " + role, () -> {
                            // The owner's very name does not help.
                            String subject = role == Role.DRIVER ? String.valueOf(DRIVER) : RIDER;
                            requireProblem(ask(operation, issuer.token(role, subject), role), 403, "forbidden");
                        })));
    }

    @TestFactory
    Stream<DynamicTest> nobodyGetsAtWhatIsSomebodyElses() {
        return operations.keySet()
                .stream()
                .filter(operation -> rule(operation).startsWith("own"))
                .flatMap(operation -> rolesOf(operation, true).filter(role -> role != Role.MODULE)
                        .map(role -> dynamicTest(operation + " as another " + role, () -> {
                            String stranger = "eve-" + UUID.randomUUID();
                            requireProblem(ask(operation, issuer.token(role, stranger), role), 403, "not-yours");
                        })));
    }

    /// Last of all, for what these do cannot be undone.
    @TestFactory
    @Order(Integer.MAX_VALUE)
    Stream<DynamicTest> theRightOnesGetIn() {
        return operations.keySet()
                .stream()
                .flatMap(operation -> Stream.concat(rolesOf(operation, true),
                        Stream.of(Role.OPERATOR)).map(role -> dynamicTest(operation + " as " + role, () -> {
                            String subject = role == Role.DRIVER ? String.valueOf(DRIVER) : RIDER;
                            Answer answer = ask(operation, issuer.token(role, subject), role);
                            assertThat(answer.status).as(answer.body).isNotIn(401, 403, 405, 500);
                            // What was asked for may be gone, but the endpoint is there.
                            assertThat(answer.body).doesNotContain("problem:not-found");
                        })));
    }

    @Test
    void aBatchWithAnotherDriverIsNotTakenAtAll() {
        String batch = """
                [{"driverId": "81", "latitude": 40.75, "longitude": -73.99},
                 {"event_type": "location_update", "driver_id": 82, "latitude": 40.75, "longitude": -73.99}]""";
        requireProblem(send("POST", "/api/positions", issuer.token(Role.DRIVER, "81"), batch), 403, "not-yours");
        requireProblem(send("GET", "/api/drivers/81", issuer.token(Role.DRIVER, "81"), null), 404, "unknown-driver");
        assertThat(send("POST", "/api/positions", issuer.token(Role.OPERATOR, "olga"), batch).status).isEqualTo(202);
        assertThat(send("GET", "/api/drivers/81", issuer.token(Role.DRIVER, "81"), null).status).isEqualTo(200);
    }

    @Test
    void whoIsMerelyAskedLearnsNothingOfTheRider() {
        Client client = new Client(port);
        client.bringOnline(83, 41.75, -73.99);
        assertThat(send("PUT", "/api/offers/83", issuer.token(Role.DRIVER, "83"), "{\"autoAccept\": false}").status)
                .isEqualTo(200);
        client.deposit("rita", "100.00");
        String assignment = "/api/assignments/" + client.requestTrip("rita", 41.75, 41.77);
        await().atMost(SOON)
                .until(() -> send("GET", assignment, issuer.token(Role.OPERATOR, "olga"), null).body
                        .contains("OFFERED"));

        requireProblem(send("GET", assignment, issuer.token(Role.DRIVER, "83"), null), 403, "not-yours");
        assertThat(send("GET", assignment, issuer.token(Role.OPERATOR, "olga"), null).body).contains("\"declined\":[]");
        assertThat(send("GET", assignment, issuer.token(Role.RIDER, "rita"), null).body).doesNotContain("declined");
    }

    @ParameterizedTest
    @CsvSource({"/actuator", "/actuator/metrics", "/actuator/hailstone", "/actuator/env", "/actuator/nonsense",
            "/nonsense", "/error", "/demo/tokens"})
    void everythingElseIsForOperators(String path) {
        requireChallenge(send("GET", path, null, null), false);
        requireChallenge(send("GET", path, issuer.forged(Role.OPERATOR, "olga"), null), true);
        for (Role role : List.of(Role.RIDER, Role.DRIVER, Role.MODULE)) {
            requireProblem(send("GET", path, issuer.token(role, "ada"), null), 403, "forbidden");
        }
        assertThat(send("GET", path, issuer.token(Role.OPERATOR, "olga"), null).status).isIn(200, 404);
    }

    @ParameterizedTest
    @CsvSource({"/actuator/health", "/actuator/info", "/v3/api-docs", "/swagger-ui/index.html"})
    void theDescriptionAndTheHealthAreForEverybody(String path) {
        assertThat(send("GET", path, null, null).status).isEqualTo(200);
        assertThat(send("HEAD", path, null, null).status).isEqualTo(200);
        assertThat(send("POST", path, null, "{}").status).isEqualTo(401);
    }

    @Test
    void onlyOperatorsLearnWhatTheHealthIsMadeOf() {
        assertThat(send("GET", "/actuator/health", null, null).body).contains("UP").doesNotContain("components");
        assertThat(send("GET", "/actuator/health", issuer.token(Role.RIDER, "ada"), null).body)
                .doesNotContain("components");
        assertThat(send("GET", "/actuator/health", issuer.token(Role.OPERATOR, "olga"), null).body)
                .contains("components");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            subscriptions/ledger/trips | {"transport": "pigeon"}            | 400 | invalid-value | transport
            subscriptions/ledger/pricing | {"transport": "local"}           | 404 | unknown-subscription |
            parked/ledger/trips/zero/1 | {"action": "retry"}                | 400 | invalid-value | lane
            parked/ledger/trips/0/1    | {}                                 | 400 | invalid-value | action
            parked/ledger/trips/0/1    | {"action": "discard", "by": "Ada"} | 400 | invalid-value | reason
            parked/ledger/trips/0/1    | {"action": "retry"}                | 404 | unknown-parked-event |
            """)
    void operatorsAreToldWhatIsWrongWithTheirWishes(String path, String body, int status, String type,
            @Nullable String field) {
        Answer answer = send("POST", "/actuator/hailstone/" + path, issuer.token(Role.OPERATOR, "olga"), body);
        requireProblem(answer, status, type);
        assertThat(JSON.readTree(answer.body).path("errors").findValuesAsString("field"))
                .isEqualTo(field == null ? List.of() : List.of(field));
    }

    private static Map<String, String> rules(String table) {
        Map<String, String> rules = new TreeMap<>();
        table.lines().forEach(line -> {
            String[] words = line.split(" +", 3);
            rules.put(words[0] + " " + words[1], words[2].strip());
        });
        return rules;
    }

    /// An endpoint without a rule is for nobody, and so fails where it lets somebody in.
    private static String rule(String operation) {
        return RULES.getOrDefault(operation, "nobody");
    }

    private static Stream<Role> rolesOf(String operation, boolean allowed) {
        Set<String> named = Set.of(rule(operation).toUpperCase(Locale.ROOT).split(" "));
        return Stream.of(Role.RIDER, Role.DRIVER, Role.MODULE).filter(role -> named.contains(role.name()) == allowed);
    }

    /// Sends what would be right for the rider or the driver whom everything here is about.
    private Answer ask(String operation, @Nullable String token, Role role) {
        String[] words = operation.split(" ", 2);
        String path = role == Role.DRIVER
                ? words[1].replace("{notificationId}", notificationOfTheDriver)
                : words[1];
        for (Map.Entry<String, String> value : values.entrySet()) {
            path = path.replace("{" + value.getKey() + "}", value.getValue());
        }
        Set<String> optional = new TreeSet<>();
        List<String> query = new ArrayList<>();
        for (JsonNode parameter : operations.getOrDefault(operation, JSON.createObjectNode()).path("parameters")) {
            String name = parameter.path("name").asString();
            if (parameter.path("in").asString().equals("query")) {
                if (parameter.path("required").asBoolean()) {
                    query.add(name + "=" + values.get(name));
                } else {
                    optional.add(name);
                }
            }
        }
        String self = role == Role.DRIVER ? "driverId" : "riderId";
        if (optional.contains(self)) {
            query.add(self + "=" + values.get(self));
        }
        return send(words[0], query.isEmpty() ? path : path + "?" + String.join("&", query), token,
                words[0].equals("GET") ? null : bodies.getOrDefault(operation, "{}"));
    }

    private Answer send(String method, String path, @Nullable String token, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(SOON)
                .header("Accept", path.contains("/stream") ? "text/event-stream" : "application/json, text/html")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .method(method, body == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<InputStream> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = answer.body()) {
                boolean endless = answer.headers()
                        .firstValue("Content-Type")
                        .orElse("")
                        .startsWith("text/event-stream");
                return new Answer(answer.statusCode(), answer.headers().firstValue("WWW-Authenticate").orElse(""),
                        endless ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void requireChallenge(Answer answer, boolean wrongToken) {
        requireProblem(answer, 401, "unauthenticated");
        assertThat(answer.challenge).startsWith("Bearer");
        assertThat(answer.challenge.contains("invalid_token")).isEqualTo(wrongToken);
    }

    private static void requireProblem(Answer answer, int status, String type) {
        assertThat(answer.status).as(answer.body).isEqualTo(status);
        assertThat(JSON.readTree(answer.body).path("type").asString()).isEqualTo("urn:hailstone:problem:" + type);
        assertThat(JSON.readTree(answer.body).path("status").asInt()).isEqualTo(status);
    }

    private record Answer(int status, String challenge, String body) {}
}
