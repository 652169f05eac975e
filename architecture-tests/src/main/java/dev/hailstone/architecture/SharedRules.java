package dev.hailstone.architecture;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;

/// What modules share, the kernel and infra, and why it never grows into the module that everybody needs.
final class SharedRules {

    private final CodeBase code;
    private final int kernelLimit;

    SharedRules(CodeBase code, int kernelLimit) {
        this.code = code;
        this.kernelLimit = kernelLimit;
    }

    void write(RuleBook book) {
        book.rule("HS-07", 3, "the kernel has few public types and depends on nothing but the JDK and JSpecify")
                .because("Every service that ever leaves takes the kernel along, and can never again change it alone.",
                        "kernel", () -> kernelTypes().isEmpty() ? List.of() : List.of(kernelTypes()),
                        this::isSmallAndAlone);
        book.rule("HS-08", 28, "infra depends on no module")
                .because("A building block that knows a module must leave with it.", "infra classes",
                        () -> code.types(code::isInfra), this::knowsNoModule);
        Once<Cycles> packages = new Once<>(this::graphOfInfra);
        book.rule("HS-09", 28, "infra packages form a graph without cycles")
                .because("A service of its own takes the building blocks that it needs, not all.", "infra packages",
                        () -> packages.get().nodes(), (name, violations) -> {
                            List<String> cycle = packages.get().through(name);
                            if (!cycle.isEmpty()) {
                                violations.accept(packages.get().describe(cycle));
                            }
                        });
        book.rule("HS-10", 28, "modules use infra through its named interfaces")
                .because("What infra does not name as an interface may change without asking.",
                        "classes of modules that use infra", this::usersOfInfra, this::usesNamedInterfaces);
    }

    private List<JavaClass> kernelTypes() {
        return code.types(code::isKernel);
    }

    private void isSmallAndAlone(List<JavaClass> kernel, Consumer<String> violations) {
        List<String> publicTypes = kernel.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .map(JavaClass::getSimpleName)
                .sorted()
                .toList();
        if (publicTypes.size() > kernelLimit) {
            violations.accept("the kernel has %d public types, more than %d: %s".formatted(publicTypes.size(),
                    kernelLimit, String.join(", ", publicTypes)));
        }
        kernel.forEach(type -> CodeBase.dependencies(type)
                .stream()
                .filter(target -> !target.getPackageName().startsWith("java.")
                        && !target.getPackageName().equals("org.jspecify.annotations") && !code.isKernel(target))
                .forEach(target -> violations
                        .accept("%s depends on %s".formatted(code.shortName(type), code.shortName(target)))));
    }

    private void knowsNoModule(JavaClass type, Consumer<String> violations) {
        CodeBase.dependencies(type)
                .stream()
                .filter(target -> code.moduleOf(target).isPresent())
                .forEach(target -> violations
                        .accept("%s depends on %s".formatted(code.shortName(type), code.shortName(target))));
    }

    private Cycles graphOfInfra() {
        Cycles graph = new Cycles();
        for (JavaClass type : code.types(code::isInfra)) {
            String from = code.shorten(type.getPackageName());
            graph.node(from);
            CodeBase.dependencies(type)
                    .stream()
                    .filter(code::isInfra)
                    .forEach(target -> graph.edge(from, code.shorten(target.getPackageName()),
                            "%s uses %s".formatted(type.getSimpleName(), target.getSimpleName())));
        }
        return graph;
    }

    private List<JavaClass> usersOfInfra() {
        return code.types(type -> code.moduleOf(type).isPresent()
                && CodeBase.dependencies(type).stream().anyMatch(code::isInfra));
    }

    private void usesNamedInterfaces(JavaClass type, Consumer<String> violations) {
        CodeBase.dependencies(type)
                .stream()
                .filter(code::isInfra)
                .filter(target -> !isNamedInterface(target.getPackageName()))
                .collect(Collectors.toCollection(() -> new TreeSet<>(Comparator.comparing(JavaClass::getName))))
                .forEach(target -> violations.accept("%s depends on %s, and %s is no named interface".formatted(
                        code.shortName(type), code.shortName(target), code.shorten(target.getPackageName()))));
    }

    private boolean isNamedInterface(String packageName) {
        String name = packageName + "." + CodeBase.PACKAGE_INFO;
        return code.classes().contain(name) && code.classes().get(name).isAnnotatedWith(Spring.NAMED_INTERFACE);
    }
}
