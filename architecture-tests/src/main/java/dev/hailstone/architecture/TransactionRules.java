package dev.hailstone.architecture;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
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
        book.rule("HS-19", 9, "facades of other modules are called outside transactions and listeners")
                .because(
                        "Inside one, the question runs as the caller's role today, and over the network tomorrow, with locks held.",
                        "facades", () -> code.types(code::isFacade), paths::isCalledOutsideTransactions);
        book.rule("HS-20", 8, "transactions begin in internal classes that can be proxied, and never in a controller")
                .because("The role of a transaction follows from the package of the method that begins it.",
                        "transactional classes", () -> code.types(TransactionRules::hasTransactions),
                        this::beginsProperly);
    }

    /// `@Transactional` of the method, else of its class.
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

    private static Optional<JavaAnnotation<?>> annotation(HasAnnotations<?> element) {
        return element.getAnnotations()
                .stream()
                .filter(one -> Spring.TRANSACTIONAL.contains(one.getRawType().getName()))
                .findFirst()
                .map(one -> Objects.requireNonNull((JavaAnnotation<?>) one));
    }

    private static boolean hasTransactions(JavaClass type) {
        return annotation(type).isPresent()
                || type.getMethods().stream().anyMatch(method -> annotation(method).isPresent());
    }

    private void beginsProperly(JavaClass type, Consumer<String> violations) {
        String name = code.shortName(type);
        if (!code.isInternal(type)) {
            violations.accept("%s is transactional, and belongs to no module's internal package".formatted(name));
        }
        if (type.isMetaAnnotatedWith(Spring.CONTROLLER)) {
            violations.accept("%s is transactional, and a controller".formatted(name));
        }
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
