package dev.hailstone.infra.simulator;

import java.net.URI;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How a command gets its tokens. Without any of these it asks the server, which gives one if it is a demo.
final class CredentialOptions {

    @Option(names = "--token", paramLabel = "<token>", defaultValue = "${env:HAILSTONE_TOKEN}",
            description = "An operator's token. Default: the variable HAILSTONE_TOKEN; if that is not set, a demo's") private @Nullable String token;

    @Option(names = "--token-url", paramLabel = "<url>",
            description = "Where the client below gets an operator's tokens.") private @Nullable URI tokenUrl;

    @Option(names = "--client-id", paramLabel = "<id>",
            description = "A client with the role of an operator.") private @Nullable String clientId;

    @Option(names = "--client-secret", paramLabel = "<secret>", defaultValue = "${env:HAILSTONE_CLIENT_SECRET}",
            description = "Default: the variable HAILSTONE_CLIENT_SECRET") private @Nullable String clientSecret;

    /// @param require told the condition and what to say if it does not hold
    void check(BiConsumer<Boolean, String> require) {
        if (tokenUrl != null) {
            ServerUrl.check("--token-url", "http://localhost:9000/oauth2/token", tokenUrl, require);
        }
    }

    /// @throws UnusableCredentialsException if they are given in part, or twice
    Credentials credentials() {
        return Credentials.of(token, tokenUrl, clientId, clientSecret);
    }
}
