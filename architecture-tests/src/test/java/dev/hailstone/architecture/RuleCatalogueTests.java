package dev.hailstone.architecture;

import java.io.IOException;
import java.nio.file.Files;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// The table of rules in the README, which is where a reviewer looks an id up.
class RuleCatalogueTests {

    @Test
    void listsEveryRuleAsItIs() throws IOException {
        assertThat(Files.readAllLines(Repository.root().resolve("architecture-tests/README.md")))
                .filteredOn(line -> line.startsWith("| HS-"))
                .containsExactlyElementsOf(Shops.sound()
                        .rules()
                        .stream()
                        .map(rule -> "| %s | %s | %s | %04d |".formatted(rule.id(), rule.description(), rule.why(),
                                rule.adr()))
                        .toList());
    }
}
