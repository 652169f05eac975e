package dev.hailstone.infra.simulator;

import java.net.URI;
import java.util.function.BiConsumer;

/// What we accept as the address of a server.
final class ServerUrl {

    private ServerUrl() {}

    /// @param require told the condition and what to say if it does not hold
    static void check(URI url, BiConsumer<Boolean, String> require) {
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        require.accept(http && url.getHost() != null,
                "--url must be like http://localhost:8080, was '%s'".formatted(url));
    }
}
