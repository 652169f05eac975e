package dev.hailstone.infra.messaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/// An empty database of its own for a test, on the one server of this JVM.
record TestDatabase(String url) {

    static final String LOGIN = "hailstone";

    private static final AtomicInteger DATABASES = new AtomicInteger();
    /// By the database's address, for as long as this JVM runs.
    private static final Map<String, JdbcTemplate> OWNERS = new ConcurrentHashMap<>();

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

    /// As the owner of everything, by one connection: tests ask again and again until something has come true, and a server
    /// process for each question would be most of what they cost.
    JdbcTemplate asOwner() {
        return OWNERS.computeIfAbsent(url,
                _ -> new JdbcTemplate(new SingleConnectionDataSource(url, "postgres", "", true)));
    }

    /// Makes a module's role and schema with the transport's tables.
    ///
    /// @param module a name that no other test uses, since roles belong to the whole server
    TestDatabase with(String module) throws SQLException {
        execute("create role %s nologin".formatted(module));
        asOwner().execute("create schema %1$s authorization %1$s".formatted(module));
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            statement.execute("set role %1$s; set search_path = %1$s".formatted(module));
            ScriptUtils.executeSqlScript(connection,
                    new ClassPathResource("db/infrastructure/V0_2__event_transport.sql"));
        }
        return this;
    }

    /// As the owner of everything.
    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, "postgres", "");
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
