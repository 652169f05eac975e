package dev.hailstone.infra.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/// An issuer who comes late and leaves early.
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class IssuerAwayTests {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final InetSocketAddress ADDRESS = free();
    private static final RSAKey KEY = key("first");
    private static final RSAKey NEXT_KEY = key("next");

    private static HttpServer server = newServer();

    @LocalServerPort private int port;

    @DynamicPropertySource
    static void issuer(DynamicPropertyRegistry settings) {
        settings.add("spring.security.oauth2.resourceserver.jwt.issuer-uri", IssuerAwayTests::url);
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    @Test
    void isNoFaultOfTheTokensNorOfOurs() throws Exception {
        server.stop(0);
        assertIsUnavailable(ask(token(KEY)));

        server = newServer();
        assertThat(ask(token(KEY)).body()).isEqualTo("ada");
        HttpResponse<String> forged = ask(token(KEY) + "x");
        assertThat(forged.statusCode()).isEqualTo(401);
        assertThat(forged.headers().firstValue("WWW-Authenticate")).isPresent();

        server.stop(0);
        assertThat(ask(token(KEY)).body()).as("whose key is known").isEqualTo("ada");
        assertIsUnavailable(ask(token(NEXT_KEY)));
    }

    private static void assertIsUnavailable(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("urn:hailstone:problem:unavailable").doesNotContain("errorId");
    }

    private HttpResponse<String> ask(String token) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(URI.create("http://localhost:%d/api/letters".formatted(port)))
                .header("Authorization", "Bearer " + token)
                .build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String url() {
        return "http://localhost:" + ADDRESS.getPort();
    }

    /// Known before the issuer begins, for they shall have the same afterwards.
    private static InetSocketAddress free() {
        HttpServer first = server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        InetSocketAddress address = first.getAddress();
        first.start();
        first.stop(0);
        return address;
    }

    private static HttpServer newServer() {
        HttpServer fresh = server(ADDRESS);
        fresh.createContext("/.well-known/openid-configuration", exchange -> answer(exchange,
                "{\"issuer\": \"%s\", \"jwks_uri\": \"%s/keys\", \"subject_types_supported\": [\"public\"]}"
                        .formatted(url(), url())));
        fresh.createContext("/keys", exchange -> answer(exchange, new JWKSet(KEY.toPublicJWK()).toString()));
        fresh.start();
        return fresh;
    }

    private static HttpServer server(InetSocketAddress address) {
        try {
            return HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String token(RSAKey key) throws JOSEException {
        Instant now = Instant.now();
        SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
                new JWTClaimsSet.Builder().issuer(url())
                        .audience("hailstone")
                        .subject("ada")
                        .claim("roles", "rider")
                        .expirationTime(Date.from(now.plusSeconds(600)))
                        .build());
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }
}
