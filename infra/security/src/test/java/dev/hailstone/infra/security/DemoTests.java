package dev.hailstone.infra.security;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.test.context.ActiveProfiles;

import dev.hailstone.infra.messaging.EndUser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// A demo by itself: it issues tokens, and takes no others.
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"hailstone.security.rate-limit.per-second=1", "hailstone.security.rate-limit.burst=5"})
@ActiveProfiles("demo")
class DemoTests {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @LocalServerPort private int port;

    @Test
    void givesATokenToAShell() throws Exception {
        HttpResponse<String> answer = issue("role=rider&subject=ada", "*/*");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValueSatisfying(
                type -> assertThat(type).startsWith("text/plain"));
        assertThat(answer.headers().firstValue("Cache-Control")).hasValueSatisfying(
                cache -> assertThat(cache).contains("no-store"));
        HttpResponse<String> letters = get("/api/letters", answer.body());
        assertThat(letters.statusCode()).isEqualTo(200);
        assertThat(letters.body()).isEqualTo("ada");
    }

    @Test
    void givesATokenToAProgramAndSaysHowLongItLasts() throws Exception {
        assertThat(issue("role=driver&subject=7", "application/json").body()).contains("\"access_token\":\"ey",
                "\"token_type\":\"Bearer\"", "\"expires_in\":600");
    }

    @Test
    void givesATokenToAPersonAndSaysThatItIsADemo() throws Exception {
        HttpResponse<String> page = get("/demo/tokens", null);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("a token to anybody who asks", "<form",
                "'http://localhost:%d/demo/tokens?role=rider&amp;subject=ada'".formatted(port),
                "'http://localhost:%d/api/trips?riderId=ada'".formatted(port));
        assertThat(issue("role=operator&subject=", "text/html").body()).contains("<textarea readonly", ">ey");
    }

    @Test
    void refusesToIssueTokensThatAreNoGoodFromTheBeginning() {
        assertThatThrownBy(() -> new SecuritySettings.Demo(Duration.ZERO))
                .hasMessage("hailstone.security.demo.lifetime must be at least 1s, was PT0S");
    }

    @ParameterizedTest
    @CsvSource({"role=king&subject=ada,role", "role=rider,subject", "role=rider&subject=%3Cb%3E,subject",
            "subject=ada,role"})
    void saysWhatIsWrongWithAQuestion(String query, String field) throws Exception {
        HttpResponse<String> answer = issue(query, "*/*");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("urn:hailstone:problem:invalid-value", field);
    }

    @Test
    void takesNoTokenOfAnotherStart() throws Exception {
        SecuritySettings settings = new SecuritySettings("roles", new SecuritySettings.RateLimit(20, 100, 100),
                new SecuritySettings.Demo(Duration.ofMinutes(10)));
        String other = new DemoIssuer(Clock.systemUTC(), settings, "hailstone").issue(Role.RIDER, "ada");
        HttpResponse<String> answer = get("/api/letters", other);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValueSatisfying(
                challenge -> assertThat(challenge).startsWith("Bearer error=\"invalid_token\""));
        assertThat(answer.body()).contains("urn:hailstone:problem:unauthenticated");
    }

    @Test
    void letsTokensEnd() {
        Clock yesterday = Clock.fixed(Instant.now().minus(Duration.ofDays(1)), ZoneOffset.UTC);
        SecuritySettings settings = new SecuritySettings("roles", new SecuritySettings.RateLimit(20, 100, 100),
                new SecuritySettings.Demo(Duration.ofMinutes(10)));
        DemoIssuer issuer = new DemoIssuer(yesterday, settings, "hailstone");
        assertThatThrownBy(() -> issuer.decoder().decode(issuer.issue(Role.RIDER, "ada")))
                .hasMessageContaining("expired");
    }

    @Test
    void opensNothingThatDoesNotSayToWhom() throws Exception {
        for (String role : new String[]{"rider", "driver", "operator", "module"}) {
            HttpResponse<String> answer = get("/api/forgotten", token(role, "olga"));
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("urn:hailstone:problem:forbidden");
        }
    }

    @Test
    void keepsEverybodyToTheirOwn() throws Exception {
        assertThat(get("/api/letters/bea", token("rider", "bea")).statusCode()).isEqualTo(200);
        assertThat(get("/api/letters/bea", token("module", "trips")).statusCode()).isEqualTo(200);
        assertThat(get("/api/letters/bea", token("operator", "")).statusCode()).isEqualTo(200);
        assertThat(get("/api/letters/bea", token("rider", "eve")).body()).contains("problem:not-yours");
        assertThat(get("/api/letters/bea", token("driver", "bea")).body()).contains("problem:forbidden");
        assertThat(get("/api/parcels?owner=bea", token("rider", "bea")).statusCode()).isEqualTo(200);
        assertThat(get("/api/parcels", token("rider", "bea")).body()).contains("problem:not-yours");
        assertThat(get("/api/parcels?owner=bea&owner=eve", token("rider", "bea")).body())
                .contains("problem:not-yours");
        assertThat(get("/api/books", token("rider", "bill")).body()).contains("problem:forbidden");
    }

    @Test
    void answersSuspiciousPathsWithAProblemToo() throws Exception {
        HttpResponse<String> answer = get("/api/letters/a%252e", token("rider", "fay"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("urn:hailstone:problem:bad-request");
    }

    @Test
    void answersDoubledSlashesWithAProblemToo() throws Exception {
        String answer = raw("GET // HTTP/1.1\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400").contains("urn:hailstone:problem:bad-request");
        assertThat(raw("GET //api HTTP/1.1\r\nAuthorization: Bearer " + token("rider", "hal") + "\r\n"))
                .startsWith("HTTP/1.1 400");
    }

    /// The firewall looks at them only when somebody reads them.
    @ParameterizedTest
    @CsvSource({"Idempotency-Key: Änderung-1,the header Idempotency-Key has",
            "Accept: Ä,the header Accept has"})
    void saysWhichHeaderItDoesNotTake(String header, String detail) throws Exception {
        String answer = raw(
                "POST /api/letters HTTP/1.1\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\n"
                        .formatted(token("rider", "ina")) + header + "\r\nContent-Length: 13\r\n",
                "{\"text\": \"x\"}");
        assertThat(answer).startsWith("HTTP/1.1 400")
                .contains("application/problem+json", "urn:hailstone:problem:bad-request", detail)
                .doesNotContain("errorId");
    }

    @Test
    void saysThatItDoesNotTakeAParameter() throws Exception {
        HttpResponse<String> answer = get("/api/stamps?%01=a", token("rider", "jo"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("urn:hailstone:problem:bad-request", "a parameter has");
    }

    @Test
    void tellsWhoeverHasATokenWhichMethodsAPathTakes() throws Exception {
        HttpResponse<String> letters = options("/api/letters", token("driver", "kim"));
        assertThat(letters.statusCode()).isEqualTo(200);
        assertThat(letters.headers().firstValue("Allow")).hasValueSatisfying(
                methods -> assertThat(methods.split(",")).contains("GET", "POST").doesNotContain("DELETE"));
        assertThat(options("/api/letters", null).statusCode()).isEqualTo(401);
        assertThat(options("/api/closed", token("driver", "kim")).body()).contains("urn:hailstone:problem:forbidden");
    }

    @Test
    void answersParametersThatAreTooManyWithAProblemToo() throws Exception {
        String tooMany = "/api/parcels?owner=guy" + "&a=".repeat(2000);
        HttpResponse<String> answer = get(tooMany, token("rider", "guy"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("urn:hailstone:problem:bad-request");
        assertThat(get(tooMany, null).statusCode()).isEqualTo(401);
        assertThat(issue("role=rider&subject=guy" + "&a=".repeat(2000), "*/*").statusCode()).isEqualTo(400);
    }

    @Test
    void slowsDownWhoAsksTooOftenAndNobodyElse() throws Exception {
        String hasty = token("rider", "hasty");
        HttpResponse<String> answer = get("/api/letters", hasty);
        for (int asked = 1; answer.statusCode() == 200 && asked < 1000; asked++) {
            answer = get("/api/letters", hasty);
        }
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(answer.body()).contains("urn:hailstone:problem:too-many-requests");
        assertThat(get("/api/letters", token("rider", "patient")).statusCode()).isEqualTo(200);
        String operator = token("operator", "hasty");
        for (int asked = 0; asked < 20; asked++) {
            assertThat(get("/api/books", operator).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void actsForTheCallerOrForWhomAModuleNames() throws Exception {
        assertThat(behalf(token("rider", "gus"), null)).isEqualTo("gus");
        assertThat(behalf(token("rider", "gus"), "eve")).isEqualTo("gus");
        assertThat(behalf(token("module", "trips"), "gus")).isEqualTo("gus");
        assertThat(behalf(token("module", "trips"), null)).isEqualTo("null");
    }

    @Test
    void namesTheEndUserToRemoteModules() throws Exception {
        MockClientHttpRequest request = new MockClientHttpRequest();
        try (EndUser.Scope _ = EndUser.as("gus")) {
            new ActingForCallers().intercept(request, new byte[0],
                    (_, _) -> new MockClientHttpResponse(new byte[0], 200)).close();
        }
        assertThat(request.getHeaders().getFirst("On-Behalf-Of")).isEqualTo("gus");
        assertThat(EndUser.current()).isNull();
    }

    private String behalf(String token, @Nullable String named) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri("/api/behalf"))
                .header("Authorization", "Bearer " + token);
        if (named != null) {
            request.header("On-Behalf-Of", named);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString()).body();
    }

    private String token(String role, String subject) throws Exception {
        return issue("role=" + role + "&subject=" + subject, "*/*").body();
    }

    private HttpResponse<String> issue(String query, String accept) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(uri("/demo/tokens?" + query))
                .header("Accept", accept)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path, @Nullable String token) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> options(String path, @Nullable String token) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).method("OPTIONS", BodyPublishers.noBody());
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    /// Sends what no decent client does.
    private String raw(String head) throws IOException {
        return raw(head, "");
    }

    private String raw(String head, String body) throws IOException {
        try (Socket socket = new Socket("localhost", port); OutputStream out = socket.getOutputStream()) {
            out.write((head + "Host: localhost\r\nConnection: close\r\n\r\n" + body)
                    .getBytes(StandardCharsets.UTF_8));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }
}
