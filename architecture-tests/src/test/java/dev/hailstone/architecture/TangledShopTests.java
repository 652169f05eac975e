package dev.hailstone.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/// Every rule can be broken, and says how. The words are in `tangled/violations.txt`.
class TangledShopTests {

    @TestFactory
    Stream<DynamicTest> breaks() throws IOException {
        Map<String, List<String>> expected = expectedViolations();
        return Shops.tangled()
                .rules()
                .stream()
                .map(rule -> dynamicTest(rule.toString(),
                        () -> assertThat(rule.violations()).isNotEmpty().isEqualTo(expected.get(rule.id()))));
    }

    @Test
    void breaksEveryRuleThatThereIs() throws IOException {
        assertThat(expectedViolations().keySet()).containsExactlyElementsOf(
                Shops.sound().rules().stream().map(Rule::id).toList());
    }

    private static Map<String, List<String>> expectedViolations() throws IOException {
        Map<String, List<String>> violations = new LinkedHashMap<>();
        List<String> current = List.of();
        for (String line : Files.readAllLines(Path.of("src/test/resources/tangled/violations.txt"))) {
            if (line.matches("HS-\\d\\d")) {
                current = violations.computeIfAbsent(line, _ -> new ArrayList<>());
            } else if (!line.isBlank()) {
                current.add(line);
            }
        }
        return violations;
    }
}
