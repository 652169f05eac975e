package dev.hailstone.infra.messaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// An empty database of its own for a test, on the one server of this JVM.
record TestDatabase(String url) {

    static final String LOGIN = "hailstone";

    private static final AtomicInteger DATABASES = new AtomicInteger();

    static TestDatabase fresh() {
        String name = "transport_" + DATABASES.incrementAndGet();
        execute("create database " + name);
        execute("grant connect, create, temporary on database %s to %s".formatted(name, LOGIN));
        return at(name);
    }

    private static TestDatabase at(String name) {
        return new TestDatabase("jdbc:postgresql://localhost:%d/%s".formatted(Holder.SERVER.getPort(), name));
    }

    /// Another database with everything that is in this one, which nobody may use at the moment.
    TestDatabase copy() {
        String name = "transport_" + DATABASES.incrementAndGet();
        execute("create database %s template %s".formatted(name, url.substring(url.lastIndexOf('/') + 1)));
        execute("grant connect, create, temporary on database %s to %s".formatted(name, LOGIN));
        return at(name);
    }

    /// As the owner of everything.
    JdbcTemplate asOwner() {
        return new JdbcTemplate(new DriverManagerDataSource(url, "postgres", ""));
    }

    private static void execute(String command) {
        try (Connection connection = Holder.SERVER.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(command);
        } catch (SQLException refused) {
            throw new IllegalStateException(command, refused);
        }
    }

    private static final class Holder {

        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("max_connections", "300")
                        .start();
                try (Connection connection = server.getPostgresDatabase().getConnection();
                        Statement statement = connection.createStatement()) {
                    statement.execute("create role %s login createrole".formatted(LOGIN));
                }
                return server;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
        }
    }
}
