package dev.hailstone.infra.persistence;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/// The PostgreSQL server that comes along, for as long as the application runs.
///
/// It listens to this machine only. The application logs in as `hailstone`, which is no superuser: everything after that
/// works alike on a server that others run.
final class EmbeddedServer implements JdbcConnectionDetails, SmartInitializingSingleton, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedServer.class);
    private static final String NAME = "hailstone";
    /// Of the binaries that come along. Each opens only databases of its own major version.
    private static final String MAJOR_VERSION = "18";

    private final DatabaseDirectory directory;
    private final int port;
    private final String password;
    private final CompletableFuture<EmbeddedPostgres> postgres;

    private EmbeddedServer(DatabaseDirectory directory, int port, String password,
            CompletableFuture<EmbeddedPostgres> postgres) {
        this.directory = directory;
        this.port = port;
        this.password = password;
        this.postgres = postgres;
    }

    /// Begins to start the server of a directory, which makes its database if there is none yet; [#await] tells when it
    /// serves. Its address is known at once.
    ///
    /// @throws DatabaseUnavailableException if the directory is in use, or was made by another version of PostgreSQL
    static EmbeddedServer begin(DatabaseProperties properties) {
        DatabaseDirectory directory = DatabaseDirectory.claim(properties.directory());
        try {
            Files.deleteIfExists(directory.startLog());
            directory.requireMadeBy(MAJOR_VERSION);
            directory.beginMaking();
            String password = directory.password();
            int port = freePort();
            var postgres = new CompletableFuture<EmbeddedPostgres>();
            Thread.ofPlatform().name("database").start(() -> {
                try {
                    postgres.complete(start(directory, port, password, properties.patience()));
                } catch (Throwable failure) {
                    postgres.completeExceptionally(failure);
                }
            });
            return new EmbeddedServer(directory, port, password, postgres);
        } catch (DatabaseUnavailableException known) {
            giveUp(directory, known);
            throw known;
        } catch (IOException | RuntimeException e) {
            throw doesNotStart(directory, e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static EmbeddedPostgres start(DatabaseDirectory directory, int port, String password, Duration patience) {
        try {
            EmbeddedPostgres postgres = launch(directory, port, password, patience);
            makeLogin(directory, postgres, password);
            directory.finishMaking();
            log.info("PostgreSQL serves {} on port {}", directory, port);
            return postgres;
        } catch (IOException | SQLException | RuntimeException e) {
            throw doesNotStart(directory, e);
        }
    }

    private static DatabaseUnavailableException doesNotStart(DatabaseDirectory directory, Exception failure) {
        giveUp(directory, failure);
        return new DatabaseUnavailableException(
                "The embedded PostgreSQL of %s does not start: %s%n%s".formatted(directory, failure,
                        directory.lastWords()).strip(),
                "Read what it has said in " + directory.startLog() + " and, if it came so far, in its log in "
                        + directory.logs() + ". Where no user namespaces are allowed, "
                        + "PostgreSQL refuses to run as root: use another account, or a server of your own by "
                        + "spring.datasource.url.",
                failure);
    }

    /// Returns when the server serves.
    ///
    /// @throws DatabaseUnavailableException if it does not start
    EmbeddedServer await() {
        try {
            postgres.join();
            return this;
        } catch (CompletionException e) {
            throw e.getCause() instanceof DatabaseUnavailableException known ? known : e;
        }
    }

    private static EmbeddedPostgres launch(DatabaseDirectory directory, int port, String password,
            Duration patience) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(directory.data())
                .setOverrideWorkingDirectory(directory.binaries().toFile())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(patience)
                .setOutputRedirector(Redirect.appendTo(directory.startLog().toFile()))
                .setConnectConfig("password", password)
                // The same order of texts on every machine, whatever locales it has.
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                // The library is made for tests and would switch these two off.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "100")
                .setServerConfig("listen_addresses", "localhost")
                .setServerConfig("unix_socket_directories", "")
                // Transactions are short here; compiling them costs more than it gains.
                .setServerConfig("jit", "off")
                .setServerConfig("logging_collector", "on")
                .setServerConfig("log_directory", "log")
                .setServerConfig("log_filename", "postgresql-%a.log")
                .setServerConfig("log_truncate_on_rotation", "on")
                .start();
    }

    private static void makeLogin(DatabaseDirectory directory, EmbeddedPostgres postgres, String password)
            throws SQLException, IOException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            if (isEmpty(statement, "select from pg_roles where rolname = '" + NAME + "'")) {
                statement.execute("create role " + NAME + " login createrole");
            }
            if (isEmpty(statement, "select from pg_database where datname = '" + NAME + "'")) {
                statement.execute("create database " + NAME);
            }
            statement.execute("grant connect, create, temporary on database " + NAME + " to " + NAME);
            // Iterations protect a password that could be guessed, and every connection pays for them.
            statement.execute("set scram_iterations = 1");
            for (String role : List.of("postgres", NAME)) {
                statement.execute("alter role " + role + " password '" + password + "'");
            }
            directory.requirePasswords();
            statement.execute("select pg_reload_conf()");
        }
    }

    private static boolean isEmpty(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return !rows.next();
        }
    }

    private static void giveUp(DatabaseDirectory directory, Exception failure) {
        try (directory) {
            directory.stopServer();
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /// No application is up before its server is, whoever else waits for it.
    @Override
    public void afterSingletonsInstantiated() {
        await();
    }

    @Override
    public String getJdbcUrl() {
        return "jdbc:postgresql://localhost:" + port + "/" + NAME;
    }

    @Override
    public String getUsername() {
        return NAME;
    }

    @Override
    public String getPassword() {
        return password;
    }

    @Override
    public void close() throws IOException {
        try (directory) {
            if (!postgres.handle((_, failure) -> failure != null).join()) {
                postgres.join().close();
            }
        }
    }
}
