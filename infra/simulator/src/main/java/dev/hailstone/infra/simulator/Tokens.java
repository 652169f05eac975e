package dev.hailstone.infra.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import dev.hailstone.infra.json.HailstoneJson;

/// The token that a client sends with its requests, and the next one before that ends.
///
/// A demo that was restarted has forgotten its tokens. Who is refused tells so, and gets another one.
final class Tokens {

    private static final String DEMO = "/demo/tokens?role=operator&subject=simulator";
    private static final int LONGEST_CONNECT_MILLIS = 5_000;
    private static final int LONGEST_ANSWER_MILLIS = 30_000;

    private final JsonMapper json = HailstoneJson.mapper();
    private final Credentials credentials;
    private final String server;
    private @Nullable Issued issued;
    private boolean served;

    /// @param server where a demo's page is, if it comes to that
    Tokens(Credentials credentials, String server) {
        this.credentials = credentials;
        this.server = server;
    }

    /// The token to be sent now.
    ///
    /// @throws IOException if who issues tokens is away, or has issued some to us and now refuses
    /// @throws UnusableCredentialsException if they have never issued one to us, and refuse
    String current() throws IOException {
        return switch (credentials) {
            case Credentials.Token(String token) -> token;
            case Credentials.None _,Credentials.Client _ -> renewed();
        };
    }

    /// @param token one that was refused, so that another one is sent next time
    /// @return whether there can be another one
    synchronized boolean forget(String token) {
        if (issued != null && issued.token.equals(token)) {
            issued = null;
        }
        return !(credentials instanceof Credentials.Token);
    }

    private synchronized String renewed() throws IOException {
        Issued known = issued;
        if (known == null || System.nanoTime() - known.renewAt >= 0) {
            known = fetch();
            issued = known;
            served = true;
        }
        return known.token;
    }

    private Issued fetch() throws IOException {
        HttpURLConnection connection = (HttpURLConnection) (credentials instanceof Credentials.Client client
                ? client.tokenUrl()
                : URI.create(server + DEMO)).toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setConnectTimeout(LONGEST_CONNECT_MILLIS);
        connection.setReadTimeout(LONGEST_ANSWER_MILLIS);
        connection.setRequestProperty("Accept", "application/json");
        connection.setDoOutput(true);
        byte[] body = new byte[0];
        if (credentials instanceof Credentials.Client client) {
            connection.setRequestProperty("Authorization", client.basic());
            connection.setRequestProperty("Content-Type", "application/x-www-form-urlencoded");
            body = "grant_type=client_credentials".getBytes(StandardCharsets.UTF_8);
        }
        connection.setFixedLengthStreamingMode(body.length);
        connection.getOutputStream().write(body);
        int status = connection.getResponseCode();
        if (status >= 500 || status == 429) {
            throw new IOException("status %d of %s".formatted(status, connection.getURL()));
        }
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            byte[] answer = in == null ? new byte[0] : in.readAllBytes();
            if (status != 200) {
                throw refusal(status, connection);
            }
            Answer token = json.readValue(answer, Answer.class);
            // With a fifth of its life left, a token survives any request that is under way.
            return new Issued(token.access_token, System.nanoTime() + token.expires_in * 800_000_000);
        } catch (JacksonException _) {
            throw refusal(status, connection);
        }
    }

    /// Whom an issuer has served it will serve again: it restarts, say, and a proxy answers in its place.
    private UnusableCredentialsException refusal(int status, HttpURLConnection connection) throws IOException {
        String message = credentials instanceof Credentials.Client
                ? "%s issues no token to this client: status %d".formatted(connection.getURL(), status)
                : "%s is no demo, so it issues no tokens itself: name one (--token), or a client of its issuer (--token-url, --client-id, --client-secret)"
                        .formatted(server);
        if (served) {
            throw new IOException(message);
        }
        return new UnusableCredentialsException(message);
    }

    private record Issued(String token, long renewAt) {}

    /// As OAuth2's token endpoints answer, and the page of a demo.
    private record Answer(String access_token, long expires_in) {}
}
