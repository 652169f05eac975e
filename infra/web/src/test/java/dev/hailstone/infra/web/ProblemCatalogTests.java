package dev.hailstone.infra.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProblemCatalogTests {

    @Test
    void isPublished() throws IOException {
        String rows = Arrays.stream(CommonProblem.values())
                .map(problem -> "| `%s` | %d | %s |".formatted(problem.id(), problem.status().value(),
                        problem.meaning()))
                .collect(Collectors.joining("\n"));
        assertThat(Files.readString(Path.of("../../docs/problems.md"))).contains(rows);
    }
}
