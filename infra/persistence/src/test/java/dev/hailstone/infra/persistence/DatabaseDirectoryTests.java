package dev.hailstone.infra.persistence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DatabaseDirectoryTests {

    @TempDir private Path home;

    @Test
    void belongsToOneAtATime() {
        try (DatabaseDirectory _ = DatabaseDirectory.claim(home)) {
            assertThatExceptionOfType(DatabaseUnavailableException.class)
                    .isThrownBy(() -> DatabaseDirectory.claim(home))
                    .withMessageContainingAll("in use", home.toString(),
                            Long.toString(ProcessHandle.current().pid()))
                    .satisfies(failure -> assertThat(failure.action()).contains("hailstone.database.directory"));
        }
        DatabaseDirectory.claim(home).close();
    }

    @Test
    void hidesFromOtherUsers() throws IOException {
        try (DatabaseDirectory _ = DatabaseDirectory.claim(home)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home))).isEqualTo("rwx------");
        }
    }

    @Test
    void keepsItsPassword() throws IOException {
        String password;
        try (DatabaseDirectory directory = DatabaseDirectory.claim(home)) {
            password = directory.password();
        }
        try (DatabaseDirectory directory = DatabaseDirectory.claim(home)) {
            assertThat(directory.password()).isEqualTo(password).hasSize(48);
        }
    }

    @Test
    void leavesItToPostgresWhetherAllOfAServerThatIsGoneIsGone() throws IOException {
        writePid("99999999");
        DatabaseDirectory.claim(home).close();
        assertThat(home.resolve("data/postmaster.pid")).exists();
    }

    @Test
    void removesWhatIsNoNumber() throws IOException {
        writePid("");
        DatabaseDirectory.claim(home).close();
        assertThat(home.resolve("data/postmaster.pid")).doesNotExist();
    }

    @Test
    void sparesAnotherProcessThatGotTheServersNumber() throws IOException {
        Process other = new ProcessBuilder("sleep", "60").start();
        try {
            writePid(Long.toString(other.pid()));
            DatabaseDirectory.claim(home).close();
            assertThat(home.resolve("data/postmaster.pid")).doesNotExist();
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroy();
        }
    }

    @Test
    void beginsAnewWhereADatabaseWasHalfMade() throws IOException {
        try (DatabaseDirectory directory = DatabaseDirectory.claim(home)) {
            directory.beginMaking();
            Files.createDirectories(directory.data().resolve("base"));
        }
        try (DatabaseDirectory directory = DatabaseDirectory.claim(home)) {
            assertThat(directory.data()).doesNotExist();
        }
    }

    @Test
    void keepsADatabaseThatIsComplete() throws IOException {
        try (DatabaseDirectory directory = DatabaseDirectory.claim(home)) {
            directory.beginMaking();
            Files.createDirectories(directory.data().resolve("base"));
            directory.finishMaking();
            directory.beginMaking();
        }
        try (DatabaseDirectory directory = DatabaseDirectory.claim(home)) {
            assertThat(directory.data()).exists();
        }
    }

    @Test
    void removesBinariesThatWereHalfUnpacked() throws IOException {
        Path half = Files.createDirectories(home.resolve("server/PG-1"));
        Path whole = Files.createDirectories(home.resolve("server/PG-2"));
        Files.createFile(whole.resolve(".exists"));
        DatabaseDirectory.claim(home).close();
        assertThat(half).doesNotExist();
        assertThat(whole).exists();
    }

    private void writePid(String pid) throws IOException {
        Files.writeString(Files.createDirectories(home.resolve("data")).resolve("postmaster.pid"), pid + "\n/data\n");
    }
}
