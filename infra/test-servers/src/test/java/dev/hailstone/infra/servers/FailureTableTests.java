package dev.hailstone.infra.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

class FailureTableTests {

    @Test
    void showsVerdictsAndFigures() {
        FailureTable table = new FailureTable("AnyIT", List.of("lost", "doubled"), List.of("heard"));
        table.add("a queue is purged", List.of(0, 1), List.of(1234));

        assertThat(table).hasToString("""
                | fault | lost | doubled | heard |
                | --- | --- | --- | --- |
                | a queue is purged | 0 | 1 | 1234 |
                """);
    }

    @Test
    void refusesARowThatDoesNotFit() {
        FailureTable table = new FailureTable("AnyIT", List.of("lost", "doubled"), List.of("heard"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> table.add("a queue is purged", List.of(0), List.of(1234)));
    }

    @Test
    void comparesWithTheDocumentOrWritesIt(@TempDir Path folder) throws IOException {
        Path document = folder.resolve("failures.md");
        Files.writeString(document, "Before.\n<!-- AnyIT -->\nold\n<!-- end of AnyIT -->\nAfter.\n");
        FailureTable table = new FailureTable("AnyIT", List.of("lost"), List.of("heard"));
        table.add("a queue is purged", List.of(0), List.of(1234));

        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> table.requireIn(document, false))
                .withMessageContaining("| a queue is purged | 0 |");

        table.requireIn(document, true);
        assertThat(document).hasContent("""
                Before.
                <!-- AnyIT -->
                | fault | lost |
                | --- | --- |
                | a queue is purged | 0 |
                <!-- end of AnyIT -->
                After.
                """);
        assertThatNoException().isThrownBy(() -> table.requireIn(document, false));
        assertThatIllegalStateException()
                .isThrownBy(() -> new FailureTable("NoSuchIT", List.of(), List.of()).requireIn(document, true))
                .withMessageContaining("no section of NoSuchIT");
    }
}
