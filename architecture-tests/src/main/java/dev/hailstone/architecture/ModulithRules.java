package dev.hailstone.architecture;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.Source;
import com.tngtech.archunit.core.importer.ImportOption;
import org.springframework.modulith.core.ApplicationModules;

/// What Spring Modulith has to say, but for cycles between modules.
///
/// Modulith sees a module whole, contract and service together, and would call two modules that hear each other's events a cycle. HS-05
/// judges cycles where they matter, between jars.
final class ModulithRules {

    private final Class<?> application;
    private final Set<URI> sources;

    /// @param classes what Modulith shall see: the same as every other rule
    ModulithRules(Class<?> application, JavaClasses classes) {
        this.application = application;
        this.sources = classes.stream()
                .flatMap(type -> type.getSource().stream())
                .map(Source::getUri)
                .collect(Collectors.toUnmodifiableSet());
    }

    void write(RuleBook book) {
        book.rule("HS-06", 5, "Spring Modulith finds nothing but cycles between modules")
                .because("Its model is what module tests, documentation and the actuator are made of.",
                        "modules of " + application.getSimpleName(),
                        () -> {
                            ApplicationModules modules = ApplicationModules.of(application,
                                    (ImportOption) location -> sources.contains(location.asURI()));
                            return modules.stream().findAny().isPresent() ? List.of(modules) : List.of();
                        },
                        (modules, violations) -> modules.detectViolations()
                                .filter(violation -> !violation.getMessage().startsWith("Cycle detected: Slice "))
                                .getMessages()
                                .stream()
                                .map(message -> message.lines().findFirst().orElse(message))
                                .distinct()
                                .forEach(violations));
    }
}
