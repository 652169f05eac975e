package dev.hailstone.architecture;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaMethod;

/// Endpoints that nobody can open by forgetting something.
final class AccessRules {

    private final CodeBase code;

    AccessRules(CodeBase code) {
        this.code = code;
    }

    void write(RuleBook book) {
        book.rule("HS-29", 53, "every endpoint says who may call it")
                .because("An access rule at another place is forgotten there, and does not move with the module.",
                        "endpoints", this::endpoints, this::saysWhoMayCallIt);
    }

    private List<JavaMethod> endpoints() {
        return code.types(type -> code.moduleOf(type).isPresent() && !type.isInterface()
                && type.isMetaAnnotatedWith(Spring.CONTROLLER))
                .stream()
                .flatMap(controller -> controller.getMethods().stream().filter(AccessRules::isEndpoint))
                .sorted((one, other) -> one.getFullName().compareTo(other.getFullName()))
                .toList();
    }

    /// Mapped itself, or by the facade that it implements.
    private static boolean isEndpoint(JavaMethod method) {
        return CodeBase.hierarchy(method).anyMatch(AccessRules::isMapped);
    }

    private static boolean isMapped(JavaMethod method) {
        return method.getAnnotations()
                .stream()
                .anyMatch(annotation -> Stream.of(Spring.REQUEST_MAPPING, Spring.HTTP_EXCHANGE)
                        .anyMatch(name -> annotation.getRawType().getName().equals(name)
                                || annotation.getRawType().isMetaAnnotatedWith(name)));
    }

    private void saysWhoMayCallIt(JavaMethod endpoint, Consumer<String> violations) {
        if (!endpoint.isAnnotatedWith(code.vocabulary().access())) {
            violations.accept("%s does not say who may call it".formatted(code.shorten(endpoint.getFullName())));
        }
    }
}
