package dev.hailstone;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// The packaged application on a server that somebody else runs, with the rights that `docs/running.md` asks for.
class ExternalServerIT {

    @TempDir private Path untouched;

    @Test
    void needsNoMoreThanTheDocumentedRights() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create role hailstone login createrole password 'secret'");
                statement.execute("create database hailstone");
                statement.execute("grant connect, create on database hailstone to hailstone");
            }
            try (PackagedApplication application = PackagedApplication.start(untouched,
                    "--spring.datasource.url=jdbc:postgresql://localhost:" + server.getPort() + "/hailstone",
                    "--spring.datasource.username=hailstone", "--spring.datasource.password=secret")) {
                Client client = application.client();
                client.deposit("ada", "10.00");
                assertThat(client.rider("ada").path("balance").path("amount").decimalValue())
                        .isEqualByComparingTo("10");
                assertThat(client.get("/actuator/health").path("status").asString()).isEqualTo("UP");
            }
        }
        assertThat(untouched).isEmptyDirectory();
    }
}
