package dev.hailstone.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// What the README says about the rules is what they are.
class ReadmeTests {

    private static final Path README = Repository.root().resolve("architecture-tests/README.md");

    @Test
    void listsEveryRuleAsItIs() throws IOException {
        assertThat(Files.readAllLines(README))
                .filteredOn(line -> line.startsWith("| HS-"))
                .containsExactlyElementsOf(Shops.sound()
                        .rules()
                        .stream()
                        .map(rule -> "| %s | %s | %s | %04d |".formatted(rule.id(), rule.description(), rule.why(),
                                rule.adr()))
                        .toList());
    }

    @Test
    void showsCodeThatCompiles() throws IOException {
        String source = Files.readString(Path.of("src/test/java/com/acme/readme/ShopArchitecture.java"));

        assertThat(README).content().contains(source.substring(source.indexOf("class ")));
    }
}
