package dev.hailstone.infra.persistence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class EmbeddedServerIT {

    /// The name shows that blanks in paths do no harm.
    @TempDir private Path parent;

    /// Unpacking takes longest, and is the same for all.
    @BeforeEach
    void shareTheBinaries() throws IOException {
        Path shared = Files.createDirectories(Path.of("target", "postgres-binaries").toAbsolutePath());
        Files.createSymbolicLink(Files.createDirectories(home()).resolve("server"), shared);
    }

    @Test
    void keepsDataOverARestart() throws Exception {
        try (EmbeddedServer server = start()) {
            ask(server, "create schema mine; create table mine.word as select 'kept' as word");
        }
        try (EmbeddedServer server = start()) {
            assertThat(ask(server, "select word from mine.word")).isEqualTo("kept");
        }
    }

    @Test
    void isAsSafeAsAServerShouldBe() throws Exception {
        try (EmbeddedServer server = start()) {
            assertThat(ask(server, """
                    select string_agg(name || '=' || setting, ' ' order by name) from pg_settings
                    where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'listen_addresses')
                    """)).isEqualTo("fsync=on full_page_writes=on listen_addresses=localhost synchronous_commit=on");
            assertThat(ask(server, "select rolsuper from pg_roles where rolname = current_user")).isEqualTo("f");
            for (String user : new String[]{"hailstone", "postgres"}) {
                assertThatThrownBy(() -> DriverManager.getConnection(server.getJdbcUrl(), user, "wrong").close())
                        .hasMessageContaining("password authentication failed");
            }
            assertThat(home().resolve("data/log")).isNotEmptyDirectory();
        }
    }

    @Test
    void goesOnAfterTheProcessWasKilledAndTheServerWasNot() throws Exception {
        try (ServerProcess process = ServerProcess.launch(home())) {
            process.output();
            long orphan = serverOf(home());
            process.kill();
            assertThat(ProcessHandle.of(orphan)).hasValueSatisfying(server -> assertThat(server.isAlive()).isTrue());

            try (EmbeddedServer server = start()) {
                assertThat(ask(server, "select number from kept.row")).isEqualTo("1");
                assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive)).isEmpty();
            }
        }
    }

    @Test
    void goesOnAfterProcessAndServerWereKilled() throws Exception {
        try (ServerProcess process = ServerProcess.launch(home())) {
            process.output();
            ProcessHandle server = ProcessHandle.of(serverOf(home())).orElseThrow();
            process.kill();
            server.destroyForcibly();
            await().until(() -> !server.isAlive());
        }
        try (EmbeddedServer server = start()) {
            assertThat(ask(server, "select number from kept.row")).isEqualTo("1");
        }
    }

    @Test
    void doesNotBeginBesideWhatIsLeftOfAServerThatWasKilled() throws Exception {
        try (ServerProcess process = ServerProcess.launch(home())) {
            process.output();
            ProcessHandle server = ProcessHandle.of(serverOf(home())).orElseThrow();
            List<ProcessHandle> left = server.children().toList();
            signal(left, "STOP");
            try {
                process.kill();
                server.destroyForcibly();
                await().until(() -> !server.isAlive());

                assertThatExceptionOfType(DatabaseUnavailableException.class)
                        .isThrownBy(() -> EmbeddedServer.begin(new DatabaseProperties(home(), Duration.ofSeconds(2)))
                                .await())
                        .withMessageContaining("shared memory block");
            } finally {
                signal(left, "CONT");
            }
            await().until(() -> left.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    /// Of those that are still there: some processes of a server are short-lived.
    private static void signal(List<ProcessHandle> processes, String signal) throws Exception {
        for (ProcessHandle process : processes) {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
        }
    }

    @Test
    void beginsAnewAfterItWasKilledWhileTheDatabaseWasMade() throws Exception {
        try (ServerProcess process = ServerProcess.launch(home())) {
            await().pollInterval(Duration.ofMillis(5))
                    .until(() -> Files.exists(home().resolve("data/pg_wal")));
            process.kill();
            assertThat(home().resolve("unfinished")).exists();
        }
        try (EmbeddedServer server = start()) {
            assertThat(ask(server, "select current_user")).isEqualTo("hailstone");
            assertThat(home().resolve("unfinished")).doesNotExist();
        }
    }

    @Test
    void refusesASecondProcessAtOnce() throws Exception {
        try (EmbeddedServer server = start(); ServerProcess second = ServerProcess.launch(home())) {
            assertThat(second.output()).contains("is in use by another process",
                    "process " + ProcessHandle.current().pid());
            assertThat(ask(server, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void saysWhereToLookWhenTheServerDoesNotStart() throws Exception {
        try (EmbeddedServer _ = start()) {
            assertThat(home().resolve("data/PG_VERSION")).exists();
        }
        Files.writeString(home().resolve("data/postgresql.conf"), "no_such_setting = on\n");
        assertThatExceptionOfType(DatabaseUnavailableException.class)
                .isThrownBy(() -> EmbeddedServer.begin(new DatabaseProperties(home(), Duration.ofSeconds(2))).await())
                .withMessageContaining("does not start")
                .withMessageContaining("unrecognized configuration parameter \"no_such_setting\"")
                .satisfies(failure -> assertThat(failure.action()).contains(home().resolve("data/log").toString(),
                        home().resolve("start.log").toString()));
        assertThat(home().resolve("start.log")).content().contains("no_such_setting");
        // The directory is free again.
        DatabaseDirectory.claim(home()).close();
    }

    @Test
    void saysAtOnceThatTheDatabaseIsAnotherVersions() throws Exception {
        Files.createDirectories(home().resolve("data"));
        Files.writeString(home().resolve("data/PG_VERSION"), "17\n");

        assertThatExceptionOfType(DatabaseUnavailableException.class)
                .isThrownBy(() -> EmbeddedServer.begin(new DatabaseProperties(home(), Duration.ofMinutes(1))))
                .withMessageContaining("was made by PostgreSQL 17, and this is PostgreSQL 18")
                .satisfies(failure -> assertThat(failure.action()).contains("pg_dump", "hailstone.database.directory"));
        // The directory is free again.
        DatabaseDirectory.claim(home()).close();
    }

    private EmbeddedServer start() {
        return EmbeddedServer.begin(new DatabaseProperties(home(), Duration.ofSeconds(60))).await();
    }

    private Path home() {
        return parent.resolve("my database");
    }

    private static long serverOf(Path home) throws IOException {
        return Long.parseLong(Files.readAllLines(home.resolve("data/postmaster.pid")).getFirst());
    }

    private static String ask(EmbeddedServer server, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.getJdbcUrl(), server.getUsername(),
                server.getPassword()); Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet rows = statement.getResultSet()) {
                assertThat(rows.next()).isTrue();
                return rows.getString(1);
            }
        }
    }
}
