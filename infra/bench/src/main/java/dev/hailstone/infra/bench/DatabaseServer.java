package dev.hailstone.infra.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ConfigurableApplicationContext;

/// The PostgreSQL server that the application brings along, with the application's durable settings.
final class DatabaseServer implements AutoCloseable {

    private static final String CONFIGURATION = "dev.hailstone.infra.persistence.EmbeddedDatabaseAutoConfiguration";

    private final ConfigurableApplicationContext application;
    private final JdbcConnectionDetails login;
    private int databases;

    private DatabaseServer(ConfigurableApplicationContext application) {
        this.application = application;
        this.login = application.getBean(JdbcConnectionDetails.class);
    }

    /// Starts one whose data lie in this directory.
    static DatabaseServer start(Path directory) {
        SpringApplication application = new SpringApplication();
        application.setSources(Set.of(CONFIGURATION));
        application.setWebApplicationType(WebApplicationType.NONE);
        return new DatabaseServer(application.run("--hailstone.database.directory=" + directory,
                "--spring.main.banner-mode=off", "--logging.level.root=warn"));
    }

    /// An empty database.
    BenchDatabase fresh() throws SQLException {
        String name = "bench_" + ++databases;
        try (Connection connection = asOwner(login.getJdbcUrl()); Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
            statement.execute("grant connect, create, temporary on database " + name + " to " + login.getUsername());
        }
        return new BenchDatabase(this, login.getJdbcUrl().replaceFirst("/[^/]*$", "/" + name));
    }

    String user() {
        return String.valueOf(login.getUsername());
    }

    String password() {
        return String.valueOf(login.getPassword());
    }

    /// A connection that may do anything. The embedded server's roles have one password.
    Connection asOwner(String url) throws SQLException {
        return DriverManager.getConnection(url, "postgres", password());
    }

    String version() throws SQLException {
        try (Connection connection = asOwner(login.getJdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        select format('%s, fsync %s, synchronous_commit %s', current_setting('server_version'),
                                      current_setting('fsync'), current_setting('synchronous_commit'))
                        """)) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void close() {
        application.close();
    }
}
