package dev.hailstone.architecture;

import java.util.Optional;
import java.util.function.Consumer;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;

/// The line between a module's contract and its service, and who may cross it.
final class ModuleRules {

    private final CodeBase code;

    ModuleRules(CodeBase code) {
        this.code = code;
    }

    void write(RuleBook book) {
        book.rule("HS-01", 2, "every module has a contract and a service, and no module is missing")
                .because("A rule about a package that does not exist would hold for ever.", "modules", code::modules,
                        this::isComplete);
        book.rule("HS-02", 2,
                "contracts depend on nothing but the JDK, JSpecify, the kernel, HTTP exchange annotations, "
                        + "and ids and values of other contracts")
                .because("Whatever a contract depends on, every consumer keeps after the extraction.",
                        "classes in contracts", () -> code.all().stream().filter(code::isContract).toList(),
                        this::dependsOnLittle);
        book.rule("HS-03", 2, "nobody outside reaches into a module's internal package")
                .because("Such a class would have to move with the module, or stop compiling.", "classes", code::all,
                        this::staysOutside);
        book.rule("HS-04", 2, "everything in an internal package is package-private")
                .because("What the compiler hides needs no discipline.", "internal classes",
                        () -> code.types(type -> code.isInternal(type) && type.isTopLevelClass()), this::isHidden);
        book.rule("HS-05", 5, "contracts and services form a graph without cycles")
                .because("Jars that need each other can only leave together.", "modules", code::modules,
                        new GraphOfJars(code)::isInNoCycle);
    }

    private void isComplete(BoundedModule module, Consumer<String> violations) {
        if (!code.declaredModules().isEmpty() && !code.declaredModules().contains(module.name())) {
            violations.accept("module '%s' is none of %s".formatted(module.name(), code.declaredModules()));
        }
        if (code.all().stream().noneMatch(module::offers)) {
            violations.accept("module '%s' has no contract: %s has not even a package-info".formatted(module.name(),
                    code.shorten(module.contract())));
        }
        if (code.types().stream().noneMatch(module::hides)) {
            violations.accept("module '%s' has no service: there is no class in %s".formatted(module.name(),
                    code.shorten(module.internal())));
        }
    }

    private void dependsOnLittle(JavaClass type, Consumer<String> violations) {
        CodeBase.dependencies(type)
                .stream()
                .filter(target -> !isAllowed(type, target))
                .forEach(target -> violations
                        .accept("%s depends on %s".formatted(code.shortName(type), code.shortName(target))));
    }

    private boolean isAllowed(JavaClass type, JavaClass target) {
        String packageName = target.getPackageName();
        if (packageName.startsWith("org.springframework.modulith")) {
            return CodeBase.isPackageInfo(type);
        }
        return packageName.startsWith("java.") || packageName.equals("org.jspecify.annotations")
                || packageName.equals("org.springframework.web.service.annotation")
                || packageName.equals("org.springframework.web.bind.annotation")
                || code.isKernel(target)
                || code.moduleOf(type).filter(module -> module.offers(target)).isPresent()
                || isValueOfAContract(target);
    }

    private boolean isValueOfAContract(JavaClass target) {
        return code.isContract(target) && (target.isRecord() || target.isEnum()) && !code.isEvent(target);
    }

    private void staysOutside(JavaClass type, Consumer<String> violations) {
        for (JavaClass target : CodeBase.dependencies(type)) {
            Optional<BoundedModule> hider = code.moduleOf(target).filter(module -> module.hides(target));
            if (hider.isPresent() && !hider.get().hides(type)) {
                violations.accept("%s depends on %s".formatted(code.shortName(type), code.shortName(target)));
            }
        }
    }

    private void isHidden(JavaClass type, Consumer<String> violations) {
        if (type.getModifiers().contains(JavaModifier.PUBLIC)) {
            violations.accept("%s is public".formatted(code.shortName(type)));
        }
    }
}
