package dev.hailstone.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/// Documents speak of what is there.
class DocumentsTests {

    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)[^)]*\\)");
    private static final Pattern TERM = Pattern.compile("^\\| (?!term |--)([^|]+) \\| ([^|]+) \\| [^|]+ \\|$",
            Pattern.MULTILINE);
    private static final Pattern TYPES = Pattern.compile("((?:`\\w+`(?:, )?)+) \\(([^)]+)\\)");
    private static final Pattern WORD = Pattern.compile("\\w+");
    private static final Pattern PROBLEM = Pattern
            .compile("Problem\\s*\\.of\\(\\s*HttpStatus\\.(\\w+),\\s*\"([\\w-]+)\"");
    private static final Pattern PROBLEM_ROW = Pattern.compile("^\\| `([\\w-]+)` \\| (\\d{3}) \\|", Pattern.MULTILINE);
    private static final String SINGLE_ENDPOINTS = "## Types of single endpoints";
    private static final Set<String> ELSEWHERE = Set.of(".git", "target", "node_modules");

    @TestFactory
    Stream<DynamicTest> linkToWhatExists() {
        return documents().stream()
                .map(document -> dynamicTest(Repository.root().relativize(document).toString(),
                        () -> assertThat(matches(LINK, Files.readString(document)))
                                .extracting(link -> link.group(1))
                                .filteredOn(target -> !target.contains(":"))
                                .allSatisfy(target -> assertThat(document.resolveSibling(target)).exists())));
    }

    @TestFactory
    Stream<DynamicTest> explainTypesInTheGlossary() throws IOException {
        List<MatchResult> terms = matches(TERM, Files.readString(Repository.root().resolve("docs/glossary.md")));
        assertThat(terms).isNotEmpty();
        return terms.stream().map(term -> dynamicTest(term.group(1), () -> {
            List<MatchResult> places = matches(TYPES, term.group(2));
            assertThat(places).as(term.group(2)).isNotEmpty().allSatisfy(DocumentsTests::isTheCase);
        }));
    }

    /// One of the types lies in each of the modules or building blocks, and each type in one of these.
    private static void isTheCase(MatchResult place) {
        List<String> types = words(place.group(1));
        List<String> owners = words(place.group(2));
        assertThat(types).allMatch(type -> owners.stream().anyMatch(owner -> hasType(owner, type)));
        assertThat(owners).allMatch(owner -> types.stream().anyMatch(type -> hasType(owner, type)));
    }

    private static boolean hasType(String owner, String type) {
        return Stream.of("modules", "infra")
                .map(folder -> Repository.root().resolve(folder).resolve(owner))
                .filter(Files::isDirectory)
                .flatMap(DocumentsTests::filesBelow)
                .anyMatch(file -> file.endsWith(type + ".java"));
    }

    @Test
    void tellEveryProblemOfEveryModule() throws IOException {
        String problems = Files.readString(Repository.root().resolve("docs/problems.md"));
        Set<String> inUse = filesBelow(Repository.root().resolve("modules"))
                .filter(file -> file.toString().contains("/src/main/") && file.toString().endsWith(".java"))
                .flatMap(file -> matches(PROBLEM, read(file)).stream())
                .map(problem -> "%s %s".formatted(problem.group(2), status(problem.group(1))))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> told = matches(PROBLEM_ROW, problems).stream()
                .map(row -> "%s %s".formatted(row.group(1), row.group(2)))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> toldOfModules = matches(PROBLEM_ROW, problems.substring(problems.indexOf(SINGLE_ENDPOINTS)))
                .stream()
                .map(row -> "%s %s".formatted(row.group(1), row.group(2)))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(told).containsAll(inUse);
        assertThat(inUse).isNotEmpty().containsAll(toldOfModules);
    }

    private static int status(String name) {
        return HttpStatus.valueOf(name).value();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> documents() {
        return filesBelow(Repository.root()).filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }

    private static Stream<Path> filesBelow(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !ELSEWHERE.contains(entry.getFileName().toString()))
                    .flatMap(entry -> Files.isDirectory(entry) ? filesBelow(entry) : Stream.of(entry))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> words(String text) {
        return matches(WORD, text).stream().map(MatchResult::group).toList();
    }

    private static List<MatchResult> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }
}
