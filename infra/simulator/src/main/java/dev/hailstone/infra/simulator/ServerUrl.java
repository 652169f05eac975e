package dev.hailstone.infra.simulator;

import java.net.URI;
import java.util.function.BiConsumer;

/// What we accept as the address of a server.
final class ServerUrl {

    private ServerUrl() {}

    /// @param name what the user calls the address
    /// @param example an address as it should be
    /// @param require told the condition and what to say if it does not hold
    static void check(String name, String example, URI url, BiConsumer<Boolean, String> require) {
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        require.accept(http && url.getHost() != null, "%s must be like %s, was '%s'".formatted(name, example, url));
    }
}
