package dev.hailstone.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/// Decisions and rules know each other.
class AdrTests {

    private final List<Adr> decisions = Adr.all();
    private final List<Rule> rules = Repository.rules();

    @TestFactory
    Stream<DynamicTest> isInForm() {
        return decisions.stream().map(adr -> dynamicTest(adr.file(), () -> {
            assertThat(adr.file()).isEqualTo(adr.expectedFile());
            assertThat(adr.status()).matches("proposed|accepted|superseded by \\d{4}");
            assertThat(adr.sections()).containsExactly("Context", "Options", "Decision", "Consequences",
                    "Confirmation");
        }));
    }

    @TestFactory
    Stream<DynamicTest> isConfirmedOrSaysWhyItCannotBe() {
        return decisions.stream().filter(Adr::isAccepted).map(adr -> dynamicTest(adr.file(), () -> {
            assertThat(rules).extracting(Rule::id).as("rules that exist").containsAll(adr.rules());
            assertThat(adr.tests()).as("tests that exist").allMatch(Repository::hasTest);
            if (adr.rules().isEmpty() && adr.tests().isEmpty()) {
                assertThat(adr.confirmation()).matches("(?s)None: \\S.{20,}");
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> backsEveryRule() {
        Map<Integer, Adr> byNumber = decisions.stream().collect(Collectors.toMap(Adr::number, Function.identity()));
        return rules.stream().map(rule -> dynamicTest(rule.toString(), () -> {
            assertThat(byNumber).containsKey(rule.adr());
            assertThat(byNumber.get(rule.adr())).satisfies(adr -> {
                assertThat(adr.isAccepted()).as("%s is accepted", adr.file()).isTrue();
                assertThat(adr.rules()).as("rules of %s", adr.file()).contains(rule.id());
            });
        }));
    }

    @Test
    void isListedInTheIndexWithItsRules() throws IOException {
        assertThat(Files.readAllLines(Adr.folder().resolve("README.md")))
                .filteredOn(line -> line.matches("\\| \\d{4} .*"))
                .containsExactlyElementsOf(decisions.stream().map(this::indexed).toList());
    }

    private String indexed(Adr adr) {
        String ids = rules.stream()
                .filter(rule -> rule.adr() == adr.number())
                .map(Rule::id)
                .collect(Collectors.joining(", "));
        return "| %04d | %s | %s |".formatted(adr.number(), adr.title(), ids).replace("|  |", "| |");
    }
}
