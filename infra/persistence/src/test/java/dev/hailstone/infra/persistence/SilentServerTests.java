package dev.hailstone.infra.persistence;

import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.hailstone.infra.servers.TcpProxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@TwoModules
class SilentServerTests {

    private final DataSource connections;
    private final EmbeddedServer server;

    SilentServerTests(DataSource connections, EmbeddedServer server) {
        this.connections = connections;
        this.server = server;
    }

    @Test
    void isWaitedForFiveMinutesUnlessToldOtherwise() throws SQLException {
        try (Connection connection = connections.getConnection()) {
            assertThat(connection.getNetworkTimeout()).isEqualTo(Math.toIntExact(Duration.ofMinutes(5).toMillis()));
        }
        assertThat(connections.unwrap(HikariDataSource.class).getDataSourceProperties())
                .containsEntry("tcpKeepAlive", "true");
    }

    @Test
    @Timeout(200) // Less than the default would take.
    void isLeftByWhoeverWaitsForAnAnswer() throws SQLException {
        URI address = URI.create(server.getJdbcUrl().substring("jdbc:".length()));
        try (TcpProxy proxy = TcpProxy.to(address.getPort());
                ConfigurableApplicationContext application = behind(proxy, address.getPath())) {
            int silent;
            try (Connection connection = application.getBean(DataSource.class).getConnection();
                    Statement statement = connection.createStatement()) {
                silent = connection.unwrap(PGConnection.class).getBackendPID();
                proxy.freeze();
                assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.execute("select 1"))
                        .withStackTraceContaining("Read timed out");
            }
            proxy.cut();
            proxy.forward();
            assertThat(application.getBean(JdbcClient.class)
                    .sql("select pg_backend_pid()")
                    .query(Integer.class)
                    .single()).isNotEqualTo(silent);
        }
    }

    private ConfigurableApplicationContext behind(TcpProxy proxy, String database) {
        return new SpringApplicationBuilder(TwoModules.Application.class).web(WebApplicationType.NONE)
                .run("--spring.datasource.url=jdbc:postgresql://localhost:" + proxy.port() + database,
                        "--spring.datasource.username=" + server.getUsername(),
                        "--spring.datasource.password=" + server.getPassword(),
                        "--spring.datasource.hikari.maximum-pool-size=1",
                        "--spring.datasource.hikari.data-source-properties.socketTimeout=1");
    }
}
