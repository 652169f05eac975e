package dev.hailstone.simulation;

import java.sql.Connection;

import org.springframework.jdbc.datasource.AbstractDataSource;

/// Tells whoever wants a database that the simulation lacks a port.
public final class NoDatabase extends AbstractDataSource {

    @Override
    public Connection getConnection() {
        throw new UnsupportedOperationException("the simulation has no database; whoever asks here needs a port");
    }

    @Override
    public Connection getConnection(String username, String password) {
        return getConnection();
    }
}
