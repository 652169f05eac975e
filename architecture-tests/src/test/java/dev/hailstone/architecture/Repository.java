package dev.hailstone.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import dev.hailstone.Hailstone;

/// Hailstone's own code base.
final class Repository {

    private static final Once<JavaClasses> TESTS = new Once<>(Repository::importTests);
    private static final Once<ExtractableModules> MODULES = new Once<>(Repository::describe);
    private static final Once<List<Rule>> RULES = new Once<>(() -> modules().rules());

    private Repository() {}

    /// Imported once: it takes seconds.
    static List<Rule> rules() {
        return RULES.get();
    }

    static ExtractableModules modules() {
        return MODULES.get();
    }

    private static ExtractableModules describe() {
        return ExtractableModules.in("dev.hailstone")
                .withModules("dispatch", "ledger", "notifications", "pricing", "recommendations", "tracking", "trips")
                .withClasses(new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.hailstone"))
                .withApplication(Hailstone.class)
                .withKernelLimit(6)
                .withPoms(root())
                .withTestClasses(tests());
    }

    /// The test classes of all projects.
    static JavaClasses tests() {
        return TESTS.get();
    }

    /// Nobody writes what JMH makes of a benchmark, and a benchmark waits where a test must not; the tangled shop does it on purpose.
    private static JavaClasses importTests() {
        return new ClassFileImporter()
                .withImportOption(location -> !location.contains("/jmh_generated/"))
                .withImportOption(location -> !location.contains("/com/acme/tangled/tests/"))
                .importPaths(projectsWithTests().stream().map(Repository::testClasses).toList());
    }

    /// The folder of the root `pom.xml`.
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.resolve("..").normalize();
        }
        return folder;
    }

    /// The folders of all projects that have tests.
    static List<Path> projectsWithTests() {
        return Poms.below(root())
                .children()
                .stream()
                .map(pom -> root().resolve(pom.folder()))
                .filter(folder -> Files.isDirectory(folder.resolve("src/test/java")))
                .toList();
    }

    static Path testClasses(Path project) {
        return project.resolve("target/test-classes");
    }

    /// Whether any project has a test class of that name.
    static boolean hasTest(String simpleName) {
        return Poms.below(root())
                .children()
                .stream()
                .map(pom -> root().resolve(pom.folder()).resolve("src/test/java"))
                .filter(Files::isDirectory)
                .anyMatch(tests -> contains(tests, simpleName + ".java"));
    }

    private static boolean contains(Path folder, String fileName) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(file -> file.endsWith(fileName));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
