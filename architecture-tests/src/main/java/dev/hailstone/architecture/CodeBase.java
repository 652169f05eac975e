package dev.hailstone.architecture;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;

/// What the rules look at: the classes of a base package, sorted into modules, kernel, infra and the rest.
final class CodeBase {

    static final String PACKAGE_INFO = "package-info";

    private final String basePackage;
    private final Set<String> declaredModules;
    private final JavaClasses classes;
    private final Vocabulary vocabulary;
    private final List<JavaClass> own;
    private final List<BoundedModule> modules;
    private final List<Migration> migrations;

    CodeBase(String basePackage, Set<String> declaredModules, JavaClasses classes, String migrationLocation,
            Vocabulary vocabulary) {
        this.basePackage = basePackage;
        this.declaredModules = new TreeSet<>(declaredModules);
        this.classes = classes;
        this.vocabulary = vocabulary;
        this.own = classes.stream()
                .filter(type -> BoundedModule.within(type, basePackage))
                .sorted(Comparator.comparing(JavaClass::getName))
                .toList();
        this.modules = allModules();
        this.migrations = modules.stream()
                .flatMap(module -> Migration.of(module, migrationLocation).stream())
                .toList();
    }

    JavaClasses classes() {
        return classes;
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    /// Declared and found modules, by name.
    List<BoundedModule> modules() {
        return modules;
    }

    Set<String> declaredModules() {
        return declaredModules;
    }

    List<Migration> migrations() {
        return migrations;
    }

    String kernel() {
        return basePackage + ".kernel";
    }

    String infra() {
        return basePackage + ".infra";
    }

    /// Every class of the base package, `package-info` too, by name.
    List<JavaClass> all() {
        return own;
    }

    /// Every class of the base package that somebody wrote as a class, by name.
    List<JavaClass> types() {
        return own.stream().filter(type -> !isPackageInfo(type)).toList();
    }

    List<JavaClass> types(Predicate<JavaClass> which) {
        return types().stream().filter(which).toList();
    }

    Optional<BoundedModule> moduleOf(JavaClass type) {
        return modules.stream().filter(module -> module.owns(type)).findFirst();
    }

    boolean isContract(JavaClass type) {
        return moduleOf(type).filter(module -> module.offers(type)).isPresent();
    }

    boolean isInternal(JavaClass type) {
        return moduleOf(type).filter(module -> module.hides(type)).isPresent();
    }

    boolean isKernel(JavaClass type) {
        return BoundedModule.within(type, kernel());
    }

    boolean isInfra(JavaClass type) {
        return BoundedModule.within(type, infra());
    }

    boolean isEvent(JavaClass type) {
        return type.isAssignableTo(vocabulary.event()) && !type.getName().equals(vocabulary.event());
    }

    /// An interface through which one module asks another.
    boolean isFacade(JavaClass type) {
        return type.isInterface() && isContract(type)
                && (type.isAnnotatedWith(Spring.HTTP_EXCHANGE) || canBeAsked(type));
    }

    /// Closed worlds, annotations, events and markers cannot.
    private boolean canBeAsked(JavaClass contract) {
        return !contract.isSealed() && !contract.isAnnotation() && !isEvent(contract)
                && contract.getAllMethods()
                        .stream()
                        .anyMatch(method -> method.getModifiers().contains(JavaModifier.ABSTRACT));
    }

    /// A class, its superclasses from the nearest on, and its interfaces.
    static Stream<JavaClass> hierarchy(JavaClass type) {
        return Stream.of(Stream.of(type), type.getAllRawSuperclasses().stream(), type.getAllRawInterfaces().stream())
                .flatMap(Function.identity());
    }

    /// A method and those that it overrides or implements, the nearest first.
    static Stream<JavaMethod> hierarchy(JavaMethod method) {
        String[] parameters = method.getRawParameterTypes().stream().map(JavaClass::getName).toArray(String[]::new);
        return hierarchy(method.getOwner()).flatMap(type -> type.tryGetMethod(method.getName(), parameters).stream());
    }

    /// The name less the base package: enough to find the class, short enough to read.
    String shortName(JavaClass type) {
        return shorten(type.getName());
    }

    String shorten(String name) {
        return name.startsWith(basePackage + ".") ? name.substring(basePackage.length() + 1) : name;
    }

    static boolean isPackageInfo(JavaClass type) {
        return type.getSimpleName().equals(PACKAGE_INFO);
    }

    /// The distinct classes that a class depends on, arrays by their elements, by name.
    static Collection<JavaClass> dependencies(JavaClass type) {
        return type.getDirectDependenciesFromSelf()
                .stream()
                .map(Dependency::getTargetClass)
                .map(JavaClass::getBaseComponentType)
                .filter(target -> !target.isPrimitive())
                .distinct()
                .sorted(Comparator.comparing(JavaClass::getName))
                .toList();
    }

    private List<BoundedModule> allModules() {
        Stream<String> found = own.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.length() > basePackage.length())
                .map(name -> name.substring(basePackage.length() + 1).split("\\."))
                .filter(segments -> segments.length > 1 && segments[1].equals("internal"))
                .map(segments -> segments[0]);
        return Stream.concat(declaredModules.stream(), found)
                .distinct()
                .sorted()
                .map(name -> new BoundedModule(name, basePackage + "." + name))
                .toList();
    }
}
