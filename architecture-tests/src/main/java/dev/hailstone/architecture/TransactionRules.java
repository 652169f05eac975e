package dev.hailstone.architecture;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaEnumConstant;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasAnnotations;

/// A transaction belongs to one module, and never waits for another.
final class TransactionRules {

    private final CodeBase code;

    TransactionRules(CodeBase code) {
        this.code = code;
    }

    void write(RuleBook book) {
        CallPaths paths = new CallPaths(code);
        book.rule("HS-19", 9,
                "facades are annotated @HttpExchange, and called by other modules outside transactions and listeners")
                .because(
                        "Inside one, the question runs as the caller's role today, and over the network tomorrow, with locks held.",
                        "facades", () -> code.types(code::isFacade), (facade, violations) -> {
                            isAnnotated(facade, violations);
                            paths.isCalledOutsideTransactions(facade, violations);
                        });
        book.rule("HS-20", 8, "transactions begin in internal classes that can be proxied, and never in a controller")
                .because("The role of a transaction follows from the package of the method that begins it.",
                        "transactional classes", this::transactionalClasses, this::beginsProperly);
    }

    private void isAnnotated(JavaClass facade, Consumer<String> violations) {
        if (!facade.isAnnotatedWith(Spring.HTTP_EXCHANGE)) {
            violations.accept("%s is a facade without @HttpExchange".formatted(code.shortName(facade)));
        }
    }

    /// `@Transactional` of the method, else of its class; as Spring finds it, composed or inherited too.
    static Optional<JavaAnnotation<?>> transactional(JavaMethod method) {
        return annotation(method).or(() -> annotation(method.getOwner()));
    }

    /// Whether the annotated method runs inside a transaction; `NOT_SUPPORTED` and `NEVER` make sure that it does not.
    static boolean opensTransaction(JavaAnnotation<?> transactional) {
        String propagation = Stream.of("propagation", "value")
                .flatMap(name -> transactional.get(name).stream())
                .filter(JavaEnumConstant.class::isInstance)
                .map(constant -> ((JavaEnumConstant) constant).name())
                .findFirst()
                .orElse("REQUIRED");
        return !List.of("NOT_SUPPORTED", "NEVER").contains(propagation);
    }

    /// Whether a `TransactionTemplate` is used, which begins a transaction for what it is given.
    static boolean usesTemplate(JavaCodeUnitAccess<?> access) {
        return access.getTargetOwner().isAssignableTo(Spring.TRANSACTION_OPERATIONS)
                && access.getName().startsWith("execute");
    }

    /// Whether a transaction manager is told to begin a transaction.
    static boolean usesManager(JavaCodeUnitAccess<?> access) {
        return access.getTargetOwner().isAssignableTo(Spring.TRANSACTION_MANAGER)
                && access.getName().equals("getTransaction");
    }

    private static Optional<JavaAnnotation<?>> annotation(JavaMethod method) {
        return CodeBase.hierarchy(method).flatMap(TransactionRules::annotations).findFirst();
    }

    private static Optional<JavaAnnotation<?>> annotation(JavaClass type) {
        return CodeBase.hierarchy(type).flatMap(TransactionRules::annotations).findFirst();
    }

    /// `@Transactional` as it stands there, or on an annotation that stands there.
    private static Stream<JavaAnnotation<?>> annotations(HasAnnotations<?> element) {
        return element.getAnnotations().stream().flatMap(one -> {
            JavaClass type = one.getRawType();
            if (Spring.TRANSACTIONAL.contains(type.getName())) {
                return Stream.of(one);
            }
            // Asked first, as some of Java's annotations are annotated with themselves.
            return Spring.TRANSACTIONAL.stream().anyMatch(type::isMetaAnnotatedWith)
                    ? annotations(type)
                    : Stream.empty();
        });
    }

    private List<JavaClass> transactionalClasses() {
        return code.types(type -> isTransactional(type)
                || (code.moduleOf(type).isPresent() && !beginnings(type).isEmpty()));
    }

    private static boolean isTransactional(JavaClass type) {
        return annotation(type).isPresent()
                || type.getMethods().stream().anyMatch(method -> annotation(method).isPresent());
    }

    /// What a class calls to begin a transaction in code.
    private static Set<String> beginnings(JavaClass type) {
        return type.getCodeUnitAccessesFromSelf()
                .stream()
                .filter(access -> usesTemplate(access) || usesManager(access))
                .map(access -> "%s.%s".formatted(access.getTargetOwner().getSimpleName(), access.getName()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void beginsProperly(JavaClass type, Consumer<String> violations) {
        beginnings(type).forEach(call -> liesProperly(type, "calls " + call, violations));
        if (isTransactional(type)) {
            liesProperly(type, "is transactional", violations);
            isProxied(type, violations);
        }
    }

    private void liesProperly(JavaClass type, String how, Consumer<String> violations) {
        String name = code.shortName(type);
        if (!code.isInternal(type)) {
            violations.accept("%s %s, and belongs to no module's internal package".formatted(name, how));
        }
        if (type.isMetaAnnotatedWith(Spring.CONTROLLER)) {
            violations.accept("%s %s, and is a controller".formatted(name, how));
        }
    }

    private void isProxied(JavaClass type, Consumer<String> violations) {
        String name = code.shortName(type);
        if (type.getModifiers().contains(JavaModifier.FINAL)) {
            violations.accept("%s is transactional, and final: it cannot be proxied".formatted(name));
        }
        type.getMethods()
                .stream()
                .filter(method -> annotation(method).isPresent())
                .filter(method -> Stream.of(JavaModifier.PRIVATE, JavaModifier.STATIC, JavaModifier.FINAL)
                        .anyMatch(method.getModifiers()::contains))
                .map(method -> code.shorten(method.getFullName()))
                .sorted()
                .forEach(method -> violations
                        .accept("%s is transactional, and private, static or final: no proxy sees it"
                                .formatted(method)));
    }
}
