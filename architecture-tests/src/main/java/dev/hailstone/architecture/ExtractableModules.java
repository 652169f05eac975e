package dev.hailstone.architecture;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.Nullable;

/// A code base whose modules shall be able to leave it, and the rules that say whether they can.
///
/// A module is a package right below the base package that has a package `internal`. Right beside the modules, `kernel` holds what they
/// share and `infra` holds what knows none of them. Everything else is convention that can be told with the `with…` methods; each returns
/// a new value.
///
/// ```java
/// @TestFactory
/// Stream<DynamicTest> modulesAreExtractable() {
///     return ExtractableModules.in("com.acme.shop").rules().stream()
///             .map(rule -> dynamicTest(rule.toString(), rule::verify));
/// }
/// ```
///
/// A rule that finds nothing to check fails. Where a code base has nothing of that kind, [#except] says so, with a reason.
public final class ExtractableModules {

    private final String basePackage;

    // Set before an instance is handed out, never after.
    private Set<String> modules = Set.of();
    private @Nullable JavaClasses classes;
    private @Nullable JavaClasses testClasses;
    private @Nullable Class<?> application;
    private @Nullable Path root;
    private String migrations = "db/migration/{module}";
    private Vocabulary vocabulary;
    private int kernelLimit = 10;
    private Map<String, String> exceptions = Map.of();

    private ExtractableModules(String basePackage) {
        this.basePackage = basePackage;
        this.vocabulary = Vocabulary.of(basePackage);
    }

    /// The code base of a package, as it lies on the class path, tests left out.
    public static ExtractableModules in(String basePackage) {
        return new ExtractableModules(basePackage);
    }

    /// The modules that there must be, no fewer and no more. Without this, whatever is found is taken for complete.
    public ExtractableModules withModules(String... names) {
        return with(copy -> copy.modules = Set.of(names));
    }

    /// Classes that were imported otherwise than from the class path.
    public ExtractableModules withClasses(JavaClasses imported) {
        return with(copy -> copy.classes = imported);
    }

    /// The compiled tests, which adds the rule about them.
    public ExtractableModules withTestClasses(JavaClasses imported) {
        return with(copy -> copy.testClasses = imported);
    }

    /// The class annotated `@Modulithic` or `@SpringBootApplication`, which adds the verification by Spring Modulith.
    public ExtractableModules withApplication(Class<?> main) {
        return with(copy -> copy.application = main);
    }

    /// The folder of the root `pom.xml`, which adds the rules about POMs.
    public ExtractableModules withPoms(Path folder) {
        return with(copy -> copy.root = folder);
    }

    /// Where a module's Flyway scripts lie on the class path; `db/migration/{module}` unless told otherwise.
    public ExtractableModules withMigrations(String location) {
        return with(copy -> copy.migrations = location);
    }

    /// What events and listeners are called here.
    public ExtractableModules withVocabulary(Vocabulary names) {
        return with(copy -> copy.vocabulary = names);
    }

    /// How many public types the kernel may have; 10 unless told otherwise.
    public ExtractableModules withKernelLimit(int publicTypes) {
        return with(copy -> copy.kernelLimit = publicTypes);
    }

    /// Leaves a rule out.
    ///
    /// @param reason for whoever reads the test
    /// @throws IllegalArgumentException if the reason is blank; [#rules] throws it if there is no such rule
    public ExtractableModules except(String ruleId, String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("Leaving out %s needs a reason".formatted(ruleId));
        }
        Map<String, String> more = new LinkedHashMap<>(exceptions);
        more.put(ruleId, reason);
        return with(copy -> copy.exceptions = more);
    }

    /// The rules in the order of their ids.
    public List<Rule> rules() {
        CodeBase code = codeBase();
        RuleBook book = new RuleBook(code.classes());
        new ModuleRules(code).write(book);
        Optional.ofNullable(application).ifPresent(main -> new ModulithRules(main, code.classes()).write(book));
        new SharedRules(code, kernelLimit).write(book);
        new EventRules(code).write(book);
        new SchemaRules(code).write(book);
        new TransactionRules(code).write(book);
        new HttpRules(code).write(book);
        new CodeRules(code).write(book);
        Optional.ofNullable(testClasses).ifPresent(tests -> new TestRules(tests).write(book));
        Optional.ofNullable(root).ifPresent(folder -> new PomRules(Poms.below(folder)).write(book));
        new AccessRules(code).write(book);
        return withoutExceptions(book.rules());
    }

    /// Who publishes which event and who hears it, sorted by wire name.
    public List<EventFlow> eventFlows() {
        return EventFlow.in(codeBase());
    }

    private ExtractableModules with(Consumer<ExtractableModules> change) {
        ExtractableModules copy = new ExtractableModules(basePackage);
        copy.modules = modules;
        copy.classes = classes;
        copy.testClasses = testClasses;
        copy.application = application;
        copy.root = root;
        copy.migrations = migrations;
        copy.vocabulary = vocabulary;
        copy.kernelLimit = kernelLimit;
        copy.exceptions = exceptions;
        change.accept(copy);
        return copy;
    }

    private List<Rule> withoutExceptions(List<Rule> all) {
        Set<String> unknown = new TreeSet<>(exceptions.keySet());
        unknown.removeAll(all.stream().map(Rule::id).collect(Collectors.toSet()));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("There is no rule " + String.join(", ", unknown));
        }
        return all.stream()
                .filter(rule -> !exceptions.containsKey(rule.id()))
                .sorted(Comparator.comparing(Rule::id))
                .toList();
    }

    private CodeBase codeBase() {
        JavaClasses imported = classes != null
                ? classes
                : new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(basePackage);
        return new CodeBase(basePackage, modules, imported, migrations, vocabulary);
    }
}
