package dev.hailstone.infra.testing;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/// A database that one application context has for itself.
final class FreshDatabase implements JdbcConnectionDetails {

    private final String url = TestServer.shared().newDatabase();

    @Override
    public String getJdbcUrl() {
        return url;
    }

    @Override
    public String getUsername() {
        return TestServer.LOGIN;
    }

    @Override
    public @Nullable String getPassword() {
        return null;
    }
}
