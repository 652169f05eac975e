package dev.hailstone.architecture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaCodeUnitReference;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;

/// Follows calls within a module, from where a transaction begins to where a facade of another module is called.
///
/// A transaction begins in a method that is `@Transactional`, in a listener, in a method that takes a `TransactionStatus` or asks a
/// transaction manager for one, or in a lambda or method reference of whatever uses a `TransactionTemplate`; which of these is the
/// template's cannot be told, so all of them count. A call on an interface or a superclass of the module is followed into every
/// implementation that the module has. A method of another class that is `NOT_SUPPORTED` ends the path.
final class CallPaths {

    private final CodeBase code;
    private final Once<Map<String, Set<String>>> callsByFacade;

    CallPaths(CodeBase code) {
        this.code = code;
        this.callsByFacade = new Once<>(this::findCalls);
    }

    void isCalledOutsideTransactions(JavaClass facade, Consumer<String> violations) {
        callsByFacade.get().getOrDefault(facade.getName(), Set.of()).forEach(violations);
    }

    private Map<String, Set<String>> findCalls() {
        Map<String, Set<String>> calls = new TreeMap<>();
        for (JavaClass type : code.types(code::isInternal)) {
            type.getCodeUnits()
                    .stream()
                    .sorted(Comparator.comparing(JavaCodeUnit::getFullName))
                    .forEach(unit -> start(unit).ifPresent(start -> follow(start, calls)));
        }
        return calls;
    }

    /// How a path starts in a method or constructor, if it does.
    private Optional<Step> start(JavaCodeUnit unit) {
        if (transactional(unit).filter(TransactionRules::opensTransaction).isPresent()) {
            return Optional.of(new Step(unit, "@Transactional " + describe(unit), false));
        }
        if (unit.isAnnotatedWith(code.vocabulary().listener())) {
            return Optional.of(new Step(unit, "listener " + describe(unit), false));
        }
        boolean whole = isCallback(unit) || accesses(unit).anyMatch(TransactionRules::usesManager);
        if (whole || accesses(unit).anyMatch(TransactionRules::usesTemplate)) {
            return Optional.of(new Step(unit, "transaction in " + describe(unit), !whole));
        }
        return Optional.empty();
    }

    /// What the compiler bridges to a callback is none, or each path would be found twice.
    private static boolean isCallback(JavaCodeUnit unit) {
        return names(unit.getRawParameterTypes()).contains(Spring.TRANSACTION_STATUS)
                && !unit.getModifiers().contains(JavaModifier.BRIDGE);
    }

    private void follow(Step start, Map<String, Set<String>> calls) {
        Set<JavaCodeUnit> seen = new HashSet<>(Set.of(start.unit()));
        Deque<Step> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            Step step = open.remove();
            for (JavaCodeUnitAccess<?> access : accesses(step)) {
                Optional<JavaClass> facade = facadeOfAnother(access);
                facade.ifPresent(asked -> calls.computeIfAbsent(asked.getName(), _ -> new TreeSet<>())
                        .add("%s → %s.%s".formatted(step.path(), asked.getSimpleName(), access.getTarget().getName())));
                if (facade.isEmpty()) {
                    targets(access).stream()
                            .filter(seen::add)
                            .forEach(next -> open.add(new Step(next, step.path() + " → " + describe(next), false)));
                }
            }
        }
    }

    private static List<JavaCodeUnitAccess<?>> accesses(Step step) {
        return accesses(step.unit())
                .filter(access -> !step.onlyDeferred() || access.isDeclaredInLambda()
                        || access instanceof JavaCodeUnitReference<?>)
                .sorted(Comparator.comparing(access -> access.getTarget().getFullName()))
                .toList();
    }

    private static Stream<JavaCodeUnitAccess<?>> accesses(JavaCodeUnit unit) {
        return Stream.concat(unit.getCallsFromSelf().stream(), unit.getCodeUnitReferencesFromSelf().stream());
    }

    private Optional<JavaClass> facadeOfAnother(JavaCodeUnitAccess<?> access) {
        return Stream.concat(Stream.of(access.getTargetOwner()), access.getTargetOwner().getAllRawInterfaces().stream())
                .filter(code::isFacade)
                .filter(facade -> !code.moduleOf(facade).equals(code.moduleOf(access.getOriginOwner())))
                .findFirst();
    }

    private List<JavaCodeUnit> targets(JavaCodeUnitAccess<?> access) {
        CodeUnitAccessTarget target = access.getTarget();
        Optional<BoundedModule> module = code.moduleOf(access.getOriginOwner());
        return Stream.concat(target.resolveMember().stream(), implementations(target))
                .map(JavaCodeUnit.class::cast)
                .filter(unit -> code.moduleOf(unit.getOwner()).equals(module))
                .filter(unit -> unit.getOwner().equals(access.getOriginOwner()) || !suspends(unit))
                .sorted(Comparator.comparing(JavaCodeUnit::getFullName))
                .toList();
    }

    private static Stream<JavaCodeUnit> implementations(CodeUnitAccessTarget target) {
        List<String> parameters = names(target.getRawParameterTypes());
        return target.getOwner()
                .getAllSubclasses()
                .stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.getName().equals(target.getName())
                        && names(method.getRawParameterTypes()).equals(parameters))
                .map(JavaCodeUnit.class::cast);
    }

    private static boolean suspends(JavaCodeUnit unit) {
        return transactional(unit).filter(annotation -> !TransactionRules.opensTransaction(annotation)).isPresent();
    }

    private static Optional<JavaAnnotation<?>> transactional(JavaCodeUnit unit) {
        return unit instanceof JavaMethod method ? TransactionRules.transactional(method) : Optional.empty();
    }

    private static List<String> names(List<JavaClass> types) {
        return types.stream().map(JavaClass::getName).collect(Collectors.toCollection(ArrayList::new));
    }

    private static String describe(JavaCodeUnit unit) {
        String name = unit.isConstructor() ? "new" : unit.getName();
        String owner = unit.getOwner().getName();
        return owner.substring(owner.lastIndexOf('.') + 1) + "." + name;
    }

    /// @param onlyDeferred whether only lambdas and method references of the unit belong to the path
    private record Step(JavaCodeUnit unit, String path, boolean onlyDeferred) {}
}
