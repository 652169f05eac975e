package dev.hailstone.infra.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

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

import dev.hailstone.infra.security.Role;

/// Somebody who issues tokens, as an OpenID Connect provider does: with a key that he publishes over HTTP.
///
/// Tests authenticate for real. Every application context of a test trusts this issuer unless it names another one, and so may
/// a process that a test starts.
public final class TestIssuer {

    /// Whom tokens are for.
    public static final String AUDIENCE = "hailstone";

    /// The client and the secret that get an operator's token at [#tokenUrl()].
    public static final String CLIENT = "replay";
    public static final String SECRET = "open sesame";

    private static final Duration A_DAY = Duration.ofDays(1);
    private static final int KEY_BITS = 2048;

    private final HttpServer server;
    private final RSAKey key = newKey();
    private final RSAKey strangersKey = newKey();

    private TestIssuer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/.well-known/openid-configuration",
                exchange -> answer(exchange,
                        "{\"issuer\": \"%s\", \"jwks_uri\": \"%s/keys\", \"subject_types_supported\": [\"public\"]}"
                                .formatted(url(), url())));
        server.createContext("/keys", exchange -> answer(exchange, new JWKSet(key.toPublicJWK()).toString()));
        server.createContext("/token", this::issue);
        server.setExecutor(task -> Thread.ofVirtual().start(task));
        Thread.ofPlatform().daemon().start(server::start);
    }

    /// The one issuer of this JVM, which begins when it is first asked for.
    public static TestIssuer shared() {
        return Holder.ISSUER;
    }

    /// What `spring.security.oauth2.resourceserver.jwt.issuer-uri` has to be.
    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /// Where clients get tokens by the grant `client_credentials`.
    public String tokenUrl() {
        return url() + "/token";
    }

    /// A token that lets somebody in.
    public String token(Role role, String subject) {
        return token(subject, UnaryOperator.identity(), role);
    }

    /// A token that ended an hour ago.
    public String expired(Role role, String subject) {
        Instant end = Instant.now().minus(Duration.ofHours(1));
        return token(subject, claims -> claims.issueTime(Date.from(end.minus(A_DAY))).expirationTime(Date.from(end)),
                role);
    }

    /// A token for another application.
    public String forAnotherAudience(Role role, String subject) {
        return token(subject, claims -> claims.audience("another-application"), role);
    }

    /// A token that says that it is from somebody else.
    public String ofAnotherIssuer(Role role, String subject) {
        return token(subject, claims -> claims.issuer("https://id.example.org"), role);
    }

    /// A token that somebody else has signed in our name.
    public String forged(Role role, String subject) {
        return sign(strangersKey, claims(subject, role).build());
    }

    /// A token with claims of one's own.
    public String token(String subject, UnaryOperator<JWTClaimsSet.Builder> changes, Role... roles) {
        return sign(key, changes.apply(claims(subject, roles)).build());
    }

    private JWTClaimsSet.Builder claims(String subject, Role... roles) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder().issuer(url())
                .audience(AUDIENCE)
                .subject(subject)
                .claim("roles",
                        Arrays.stream(roles).map(role -> role.name().toLowerCase(Locale.ROOT)).toList())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(A_DAY)));
    }

    private String sign(RSAKey by, JWTClaimsSet claims) {
        try {
            // Both keys go by the same name, as a forger would have it.
            SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
                    claims);
            token.sign(new RSASSASigner(by));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private void issue(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String basic = "Basic " + Base64.getEncoder()
                .encodeToString((CLIENT + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
        if (form.contains("grant_type=client_credentials")
                && List.of(basic).equals(exchange.getRequestHeaders().get("Authorization"))) {
            answer(exchange, "{\"access_token\": \"%s\", \"token_type\": \"Bearer\", \"expires_in\": 60}"
                    .formatted(token(Role.OPERATOR, CLIENT)));
        } else {
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        }
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(KEY_BITS).keyID("test").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Holder {

        static final TestIssuer ISSUER = new TestIssuer();
    }
}
