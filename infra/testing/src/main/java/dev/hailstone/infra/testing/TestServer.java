package dev.hailstone.infra.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.springframework.boot.SpringApplication;

/// One PostgreSQL server for all tests of this JVM, gone when it ends.
final class TestServer {

    static final String LOGIN = "hailstone";

    private static final AtomicInteger databases = new AtomicInteger();

    private final EmbeddedPostgres postgres;

    private TestServer() {
        try {
            postgres = EmbeddedPostgres.builder()
                    // Below this directory the library also ends what killed test runs have left running.
                    .setDataDirectory(
                            Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg", UUID.randomUUID().toString()))
                    .setLocaleConfig("locale", "C")
                    .setLocaleConfig("locale-provider", "builtin")
                    .setLocaleConfig("builtin-locale", "C.UTF-8")
                    // Its own hook would stop the server while contexts still close.
                    .setRegisterShutdownHook(false)
                    .setServerConfig("fsync", "off")
                    .setServerConfig("full_page_writes", "off")
                    .setServerConfig("jit", "off")
                    .setServerConfig("unix_socket_directories", "")
                    .start();
            SpringApplication.getShutdownHandlers().add(this::stop);
            execute("create role " + LOGIN + " login createrole");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The server, started when first asked for.
    static TestServer shared() {
        return Holder.SERVER;
    }

    /// Makes an empty database and tells its URL.
    String newDatabase() {
        String name = "test_" + databases.incrementAndGet();
        execute("create database " + name);
        execute("grant connect, create, temporary on database " + name + " to " + LOGIN);
        return "jdbc:postgresql://localhost:" + postgres.getPort() + "/" + name;
    }

    private void stop() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void execute(String command) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(command);
        } catch (SQLException e) {
            throw new IllegalStateException("The test server refuses: " + command, e);
        }
    }

    private static final class Holder {

        static final TestServer SERVER = new TestServer();
    }
}
