package dev.hailstone.infra.simulator;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

/// What a client has that gets it tokens.
sealed interface Credentials {

    /// Nothing: a demo gives tokens to anybody.
    record None() implements Credentials {}

    /// A token of its own, which lasts as long as it lasts.
    record Token(String token) implements Credentials {}

    /// The name and the secret of a client at an outside issuer (OAuth2's grant `client_credentials`).
    ///
    /// @param tokenUrl the issuer's token endpoint
    record Client(URI tokenUrl, String id, String secret) implements Credentials {

        /// The header that names the client (RFC 6749, 2.3.1).
        String basic() {
            return "Basic " + Base64.getEncoder()
                    .encodeToString((encoded(id) + ":" + encoded(secret)).getBytes(StandardCharsets.UTF_8));
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }
    }

    /// @throws UnusableCredentialsException if they are given in part, or twice
    static Credentials of(@Nullable String token, @Nullable URI tokenUrl, @Nullable String clientId,
            @Nullable String clientSecret) {
        if (token != null && tokenUrl == null) {
            return new Token(token);
        }
        if (token == null && tokenUrl != null && clientId != null && clientSecret != null) {
            return new Client(tokenUrl, clientId, clientSecret);
        }
        if (token == null && tokenUrl == null && clientId == null) {
            return new None();
        }
        throw new UnusableCredentialsException(
                "either a token, or the URL where to get one with a client's id and secret, or nothing for a demo");
    }
}
