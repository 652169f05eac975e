package dev.hailstone.architecture;

import java.nio.file.Files;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/// Hailstone keeps its own rules, all of them and without exceptions.
class HailstoneTests {

    @TestFactory
    Stream<DynamicTest> keeps() {
        return Repository.rules().stream().map(rule -> dynamicTest(rule.toString(), rule::verify));
    }

    @Test
    void isCheckedByEveryRule() {
        assertThat(Repository.rules()).extracting(Rule::id)
                .containsExactlyElementsOf(Shops.sound().rules().stream().map(Rule::id).toList());
    }

    @Test
    void hasItsTestsCompiledSoThatTheyAreChecked() {
        assertThat(Repository.projectsWithTests()).isNotEmpty()
                .allSatisfy(
                        project -> assertThat(Files.isDirectory(Repository.testClasses(project)))
                                .as("Tests of %s are not compiled. Build the whole tree first.", project)
                                .isTrue());
    }

    @Test
    void hasTheTestsOfTheRulesCheckedToo() {
        assertThat(Repository.tests().contain(HailstoneTests.class)).isTrue();
    }
}
