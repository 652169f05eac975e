package dev.hailstone.infra.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "hailstone.web.max-body-size=2KB")
class ProblemTests {

    private static final String PARCEL = """
            {"parcelId":"01900000-0000-7000-8000-000000000001","place":{"latitude":40.7,"longitude":-74.0},
             "price":{"amount":12.95,"currency":"USD"},"weight":2,"colour":"RED","stops":[]}""";

    private final HttpClient client = HttpClient.newHttpClient();

    @LocalServerPort private int port;

    @Autowired private JsonMapper json;

    @Test
    void acceptsWhatIsRight() throws Exception {
        HttpResponse<String> answer = post("/api/parcels", PARCEL);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json.readTree(answer.body())).isEqualTo(json.readTree(PARCEL));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`',
            textBlock = """
                    "place":{"latitude":40.7,"longitude":-74.0}    | "place":{"latitude":91,"longitude":-74.0}       | place.latitude  | must be between -90 and 90 degrees, was 91.0
                    "place":{"latitude":40.7,"longitude":-74.0}    | "place":{"latitude":"x","longitude":-74.0}      | place.latitude  | must be a number
                    "place":{"latitude":40.7,"longitude":-74.0}    | "place":{"latitude":"NaN","longitude":-74.0}    | place.latitude  | must be a number
                    "place":{"latitude":40.7,"longitude":-74.0}    | "place":{"latitude":1e999,"longitude":-74.0}    | place.latitude  | must be a finite number
                    "place":{"latitude":40.7,"longitude":-74.0}    | "place":{"latitude":NaN,"longitude":-74.0}      | place.latitude  | must be a finite number
                    "place":{"latitude":40.7,"longitude":-74.0}    | "place":{"longitude":-74.0}                     | place.latitude  | is required
                    "place":{"latitude":40.7,"longitude":-74.0}    | "place":{"latitude":null,"longitude":-74.0}     | place.latitude  | is required
                    "place":{"latitude":40.7,"longitude":-74.0}    | "place":[40.7,-74.0]                            | place           | must be an object
                    "place":{"latitude":40.7,"longitude":-74.0}    | "place":null                                    | place           | is required
                    "place":{"latitude":40.7,"longitude":-74.0},   | `` | place | is required
                    "amount":12.95 | "amount":12.955               | price.amount   | must have at most 2 decimals in USD, was 12.955
                    "amount":12.95 | "amount":"a lot"              | price.amount   | must be a decimal number
                    "amount":12.95 | "amount":NaN                  | price.amount   | must be a decimal number
                    "amount":12.95 | "amount":1e-999999999         | price.amount   | must have an exponent of at most 100
                    "amount":12.95 | "amount":true                 | price.amount   | must be a number
                    "currency":"USD" | "currency":"dollars"        | price.currency | must be an ISO 4217 currency code like USD
                    "weight":2 | "weight":"2"                      | weight         | must be a whole number within range
                    "weight":2 | "weight":2.5                      | weight         | must be a whole number within range
                    "weight":2 | "weight":2147483648               | weight         | must be a whole number within range
                    "colour":"RED" | "colour":"GREEN"              | colour         | must be one of RED, BLUE
                    "colour":"RED" | "colour":0                    | colour         | must be one of RED, BLUE
                    "stops":[] | "stops":{}                        | stops          | must be a list
                    "stops":[] | "stops":[null]                    | stops[0]       | is required
                    "stops":[] | "stops":[{"place":{"latitude":1,"longitude":1}},{"place":{"latitude":1,"longitude":181}}] | stops[1].place.longitude | must be between -180 and 180 degrees, was 181.0
                    "stops":[] | "stops":[],"sentAt":"yesterday"   | sentAt         | must be a time like 2026-11-23T08:00:00Z
                    "stops":[] | "stops":[],"fragile":"very"       | fragile        | must be true or false
                    "01900000-0000-7000-8000-000000000001" | "x"   | parcelId       | must be a UUID, was 'x'
                    "01900000-0000-7000-8000-000000000001" | {}    | parcelId       | must be a text
                    """)
    void tellsTheFieldOfABodyAndTheReason(String right, String wrong, String field, String reason) throws Exception {
        assertThat(PARCEL).contains(right);
        JsonNode problem = problem(post("/api/parcels", PARCEL.replace(right, wrong)), 400, "invalid-value");
        assertThat(problem.path("errors"))
                .isEqualTo(json.valueToTree(List.of(Map.of("field", field, "reason", reason))));
        assertThat(problem.path("detail").asString()).isEqualTo(field + " " + reason);
        assertThat(problem.path("instance").asString()).isEqualTo("/api/parcels");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"parcelId": }     | the body is not valid JSON at line 1, column 14
            {"parcelId":       | the body is not valid JSON at line 1, column 13
            not json           | the body is not valid JSON at line 1, column 1
            ``                 | the request needs a JSON body
            """)
    void tellsWhereABodyStopsBeingJson(String body, String detail) throws Exception {
        JsonNode problem = problem(post("/api/parcels", body), 400, "malformed-body");
        assertThat(problem.path("detail").asString()).isEqualTo(detail);
    }

    @Test
    void refusesABodyThatGoesOn() throws Exception {
        assertThat(problem(post("/api/parcels", PARCEL + " {}"), 400, "malformed-body").path("detail").asString())
                .startsWith("the body goes on after the end of the JSON value at line 2");
    }

    @Test
    void refusesJsonThatIsNestedTooDeeply() throws Exception {
        String body = PARCEL.replace("\"stops\":[]", "\"stops\":[],\"x\":" + "[".repeat(1001) + "]".repeat(1001));
        assertThat(problem(post("/api/parcels", body.replace(" ", "")), 413, "body-too-large")).isNotNull();
        assertThat(problem(post("/api/parcels", "[".repeat(1500)), 400, "invalid-value")).isNotNull();
        assertThat(problem(post("/api/parcels", "{\"x\":" + "[".repeat(1500)), 400, "malformed-body")
                .path("detail")
                .asString()).startsWith("the body is nested too deeply");
    }

    @Test
    void quotesTheBeginningOfALongValue() throws Exception {
        String id = "x".repeat(1000);
        String reason = "must be a UUID, was '" + id.substring(0, 100) + "…'";
        String body = PARCEL.replace("01900000-0000-7000-8000-000000000001", id);
        assertThat(problem(post("/api/parcels", body), 400, "invalid-value").at("/errors/0/reason").asString())
                .isEqualTo(reason);
        assertThat(problem(get("/api/parcels/" + id), 400, "invalid-value").at("/errors/0/reason").asString())
                .isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud83d", "x\\ude00", "\\ude00\\ud83d"})
    void quotesHalfACharacter(String id) throws Exception {
        problem(post("/api/parcels", PARCEL.replace("01900000-0000-7000-8000-000000000001", id)), 400, "invalid-value");
    }

    @Test
    void refusesABodyThatIsNotText() throws Exception {
        HttpRequest request = request("/api/parcels").header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[]{'{', '"', (byte) 0xff, (byte) 0xfe, '"'}))
                .build();
        problem(send(request), 400, "malformed-body");
    }

    @Test
    void refusesALargeBody() throws Exception {
        JsonNode problem = problem(post("/api/parcels", " ".repeat(2049) + PARCEL), 413, "body-too-large");
        assertThat(problem.path("detail").asString()).isEqualTo("the body may have at most 2048 bytes");
    }

    @Test
    void refusesALargeBodyOfUnknownLength() throws Exception {
        InputStream body = new SequenceInputStream(Collections.enumeration(Arrays.asList(stream(" ".repeat(3000)),
                stream(PARCEL))));
        HttpRequest request = request("/api/parcels").header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> body))
                .build();
        problem(send(request), 413, "body-too-large");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /api/parcels                          | limit    | is required
            /api/parcels?limit=ten                | limit    | must be a whole number within range, was 'ten'
            /api/parcels?limit=                   | limit    | must be a whole number within range, was ''
            /api/parcels?limit=99999999999        | limit    | must be a whole number within range, was '99999999999'
            /api/parcels?limit=1&since=now        | since    | must be a time like 2026-11-23T08:00:00Z, was 'now'
            /api/parcels?limit=1&colour=GREEN     | colour   | must be one of RED, BLUE, was 'GREEN'
            /api/parcels?limit=1&after=x          | after    | must be a UUID, was 'x'
            /api/parcels/x                        | parcelId | must be a UUID, was 'x'
            /api/nearest?latitude=91&longitude=0  | latitude | must be between -90 and 90 degrees, was 91.0
            /api/nearest?latitude=NaN&longitude=0 | latitude | must be between -90 and 90 degrees, was NaN
            /api/versioned                        | X-Version | is required
            /api/labels?text=a%00                 | text     | must not have the character U+0000
            /api/labels?text=a&others=b&others=%00 | others  | must not have the character U+0000
            """)
    void tellsTheParameterAndTheReason(String path, String field, String reason) throws Exception {
        assertThat(problem(get(path), 400, "invalid-value").path("errors"))
                .isEqualTo(json.valueToTree(List.of(Map.of("field", field, "reason", reason))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=%zz", "limit=1&colour=%", "limit=1&%zz=1"})
    void refusesParametersThatCannotBeRead(String query) throws Exception {
        assertThat(raw("GET /api/parcels?" + query + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("urn:hailstone:problem:bad-request");
    }

    /// No endpoint takes them, whatever they are.
    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "DELETE"})
    void readsNoForms(String method) throws Exception {
        HttpRequest malformed = request("/api/parcels").header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, HttpRequest.BodyPublishers.ofString("a=%zz"))
                .build();
        problem(send(malformed), 405, "method-not-allowed");
        HttpRequest tooLong = request("/api/parcels").header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, HttpRequest.BodyPublishers.ofInputStream(() -> stream("a=" + "x".repeat(3000))))
                .build();
        problem(send(tooLong), 405, "method-not-allowed");
    }

    @Test
    void refusesMoreParametersThanTomcatReads() throws Exception {
        problem(get("/api/parcels?limit=1" + "&a=".repeat(2000)), 400, "bad-request");
    }

    @Test
    void tellsOfAnUnknownId() throws Exception {
        String id = "01900000-0000-7000-8000-000000000009";
        JsonNode problem = problem(get("/api/parcels/" + id), 404, "unknown-parcel");
        assertThat(problem.path("title").asString()).isEqualTo("Unknown parcel");
        assertThat(problem.path("detail").asString()).isEqualTo("there is no parcel " + id);
    }

    @Test
    void demandsAnIdempotencyKey() throws Exception {
        String path = "/api/parcels/01900000-0000-7000-8000-000000000001/dispatch";
        problem(post(path, ""), 400, "idempotency-key-missing");
        HttpRequest.Builder command = request(path).POST(HttpRequest.BodyPublishers.noBody());
        problem(send(command.copy().header("Idempotency-Key", "two words").build()), 400, "invalid-value");
        problem(send(command.copy().header("Idempotency-Key", "k".repeat(201)).build()), 400, "invalid-value");
        assertThat(send(command.copy().header("Idempotency-Key", "k-1").build()).body())
                .isEqualTo("{\"parcelId\":\"01900000-0000-7000-8000-000000000001\",\"key\":\"k-1\"}");
    }

    @Test
    void tellsWhichMethodsAPathTakes() throws Exception {
        HttpResponse<String> answer = send(request("/api/parcels").DELETE().build());
        problem(answer, 405, "method-not-allowed");
        assertThat(answer.headers().firstValue("Allow")).get().asString().contains("GET", "POST");
    }

    @Test
    void tellsWhichMediaTypesItReadsAndWrites() throws Exception {
        HttpRequest text = request("/api/parcels").header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(PARCEL))
                .build();
        assertThat(problem(send(text), 415, "unsupported-media-type").path("detail").asString())
                .isEqualTo("this endpoint reads application/json");
        HttpRequest none = request("/api/parcels").POST(HttpRequest.BodyPublishers.ofString(PARCEL)).build();
        assertThat(problem(send(none), 415, "unsupported-media-type").path("detail").asString())
                .isEqualTo("this endpoint reads application/json");
        for (String parts : new String[]{"multipart/form-data", "multipart/form-data; boundary=x"}) {
            HttpRequest upload = request("/api/parcels").header("Content-Type", parts)
                    .POST(HttpRequest.BodyPublishers.ofString(PARCEL))
                    .build();
            assertThat(problem(send(upload), 415, "unsupported-media-type").path("detail").asString())
                    .isEqualTo("this endpoint reads application/json");
        }
        HttpRequest nonsense = request("/api/parcels").header("Content-Type", "nonsense")
                .POST(HttpRequest.BodyPublishers.ofString(PARCEL))
                .build();
        assertThat(problem(send(nonsense), 415, "unsupported-media-type").path("detail").asString())
                .isEqualTo("the content type is none: it has to have the form type/subtype");
        HttpRequest image = request("/api/parcels").header("Content-Type", "application/json")
                .header("Accept", "image/png")
                .POST(HttpRequest.BodyPublishers.ofString(PARCEL))
                .build();
        problem(send(image), 406, "not-acceptable");
    }

    /// Its body is wrong, which nobody finds out who does not read it.
    @Test
    void carriesNothingOutForWhoeverCannotReadTheAnswer() throws Exception {
        problem(send(command("no parcel").header("Accept", "text/html, image/png").build()), 406, "not-acceptable");
        problem(send(command("no parcel").header("Accept", "nonsense").build()), 406, "not-acceptable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "*/*", "application/*", "text/html, */*;q=0.8",
            "image/png, application/json;q=0.1", "application/json;charset=UTF-8", "application/problem+json", ""})
    void carriesOutWhatIsAnsweredInJson(String accept) throws Exception {
        assertThat(send(command(PARCEL).header("Accept", accept).build()).statusCode()).isEqualTo(200);
    }

    @Test
    void leavesItToAnEndpointToAnswerInSomethingElse() throws Exception {
        HttpRequest.Builder label = request("/api/parcels/01900000-0000-7000-8000-000000000001/label")
                .POST(HttpRequest.BodyPublishers.noBody());
        assertThat(send(label.setHeader("Accept", "text/plain").build()).statusCode()).isEqualTo(200);
        problem(send(label.setHeader("Accept", "image/png").build()), 406, "not-acceptable");
    }

    private HttpRequest.Builder command(String body) {
        return request("/api/parcels").header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere", "/api/nowhere", "/error", "/api/parcels/a/b/c", "/api//parcels"})
    void tellsThatAPathLeadsNowhere(String path) throws Exception {
        problem(get(path), 404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//", "//parcels", "//?a=b"})
    void namesNoRequestWhosePathIsNoUri(String path) throws Exception {
        assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404")
                .contains("application/problem+json", "urn:hailstone:problem:not-found")
                .doesNotContain("instance");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            wrong-state,    409, wrong-state
            key-reused,     422, idempotency-key-reused
            optimistic,     409, concurrent-change
            unique,         409, concurrent-change
            not-null,       500, internal-error
            lock,           503, unavailable
            lock-timeout,   503, unavailable
            database-away,  503, unavailable
            admin-shutdown, 503, unavailable
            nul,            400, invalid-value
            nul-in-json,    400, invalid-value
            date-overflow,  400, invalid-value
            calendar-overflow, 400, invalid-value
            facade-away,    503, unavailable
            stopping,       503, unavailable
            bug,            500, internal-error
            error,          500, internal-error
            """)
    void keepsOurSecrets(String kind, int status, String name) throws Exception {
        HttpResponse<String> answer = get("/api/failures/" + kind);
        JsonNode problem = problem(answer, status, name);
        assertThat(answer.body()).doesNotContain("secret", "Exception", "java", "stack");
        assertThat(problem.has("errorId")).isEqualTo(status == 500);
        assertThat(answer.headers().firstValue("Retry-After").isPresent()).isEqualTo(status == 503);
    }

    @ParameterizedTest
    @CsvSource({"400,bad-request", "404,not-found", "418,bad-request", "500,internal-error", "503,unavailable"})
    void answersForTheContainer(int status, String name) throws Exception {
        HttpResponse<String> answer = get("/api/container-failures/" + status);
        assertThat(problem(answer, status, name).path("instance").asString())
                .isEqualTo("/api/container-failures/" + status);
        assertThat(answer.headers().firstValue("Retry-After").isPresent()).isEqualTo(status == 503);
        assertThat(answer.body()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /a|b HTTP/1.1\r\nHost: localhost\r\n", "GET / HTTP/1.1\r\n",
            "GET /%00 HTTP/1.1\r\nHost: localhost\r\n", "GET /%zz HTTP/1.1\r\nHost: localhost\r\n",
            "GET / HTTP/1.1\r\nHost: a b\r\n", "GET /a;b=%2f/../.. HTTP/1.1\r\nHost: localhost\r\n"})
    void answersBeforeAnyApplication(String head) throws Exception {
        String answer = raw(head + "Connection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400")
                .contains("application/problem+json",
                        "urn:hailstone:problem:bad-request");
        assertThat(answer).doesNotContain("<html", "Tomcat", "Exception");
    }

    @Test
    void leadsGuestsToTheDocumentation() throws Exception {
        HttpResponse<String> answer = get("/");
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location")).get().asString().endsWith("/swagger-ui/index.html");
    }

    private JsonNode problem(HttpResponse<String> answer, int status, String name) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).as(answer.body()).contains("application/problem+json");
        JsonNode problem = json.readTree(answer.body());
        assertThat(problem.path("type").asString()).isEqualTo("urn:hailstone:problem:" + name);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("title").asString()).isNotEmpty();
        assertThat(problem.path("detail").asString()).isNotEmpty();
        return problem;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).build());
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("localhost", port); OutputStream out = socket.getOutputStream()) {
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
