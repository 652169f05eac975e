package dev.hailstone.architecture;

import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaMember;

/// What makes a class easy to move: it gets everything through its constructor, and says what it is.
final class CodeRules {

    private static final Pattern EMPTY_NAME = Pattern
            .compile(".*(Impl|Managers?|Helpers?|Utils?|Utilities|Dto|DTO|Entity)|I[A-Z][a-z].*");
    private static final Set<String> SYSTEM_CLOCKS = Set.of("system", "systemUTC", "systemDefaultZone", "tick",
            "tickSeconds", "tickMinutes", "tickMillis");

    private final CodeBase code;

    CodeRules(CodeBase code) {
        this.code = code;
    }

    void write(RuleBook book) {
        book.rule("HS-22", 22, "nothing is injected into fields or setters")
                .because("A constructor shows what a class needs, and needs no container.", "classes", code::types,
                        this::isInjectedByConstructor);
        book.rule("HS-23", 22, "modules ask a Clock for the time, never the system")
                .because("Deadlines and expiries are behaviour, and behaviour is tested.", "classes of modules",
                        () -> code.types(type -> code.moduleOf(type).isPresent() || code.isKernel(type)),
                        this::asksAClock);
        book.rule("HS-24", 27, "names say what a thing is, not what pattern it follows")
                .because("Impl, Manager, Helper, Util, Dto and Entity fit everything and so say nothing.", "classes",
                        code::types, this::isNamedWell);
        book.rule("HS-28", 24, "every package is @NullMarked")
                .because("Null is part of a contract, and a contract is all that a consumer sees.", "packages",
                        this::packages, this::isNullMarked);
    }

    private void isInjectedByConstructor(JavaClass type, Consumer<String> violations) {
        Stream.<JavaMember>concat(type.getFields().stream(), type.getMethods().stream())
                .filter(member -> member.getAnnotations()
                        .stream()
                        .anyMatch(annotation -> Spring.INJECTION.contains(annotation.getRawType().getName())))
                .map(member -> code.shorten(member.getFullName()))
                .sorted()
                .forEach(member -> violations.accept("%s is injected".formatted(member)));
    }

    private void asksAClock(JavaClass type, Consumer<String> violations) {
        type.getCodeUnitAccessesFromSelf()
                .stream()
                .filter(access -> asksTheSystem(access.getTarget()))
                .sorted(Comparator.comparingInt(JavaCodeUnitAccess::getLineNumber))
                .map(access -> "%s asks %s.%s".formatted(code.shorten(access.getOrigin().getFullName()),
                        access.getTargetOwner().getSimpleName(), access.getTarget().getName()))
                .distinct()
                .forEach(violations);
    }

    private static boolean asksTheSystem(AccessTarget.CodeUnitAccessTarget target) {
        String owner = target.getOwner().getName();
        boolean withoutClock = target.getRawParameterTypes()
                .stream()
                .noneMatch(type -> type.getName().equals("java.time.Clock"));
        return switch (owner) {
            case "java.lang.System" -> target.getName().equals("currentTimeMillis");
            case "java.util.Date" -> target.getName().equals("<init>") && target.getRawParameterTypes().isEmpty();
            case "java.time.Clock" -> SYSTEM_CLOCKS.contains(target.getName()) && withoutClock;
            default -> owner.startsWith("java.time.") && target.getName().equals("now") && withoutClock;
        };
    }

    private void isNamedWell(JavaClass type, Consumer<String> violations) {
        // In infra, events are the subject itself; in a module the suffix adds nothing to what happened.
        boolean isMereEvent = code.moduleOf(type).isPresent() && type.getSimpleName().endsWith("Event");
        if (isMereEvent || EMPTY_NAME.matcher(type.getSimpleName()).matches()) {
            violations.accept("%s is named after a pattern".formatted(code.shortName(type)));
        }
    }

    private Set<String> packages() {
        return code.all().stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));
    }

    private void isNullMarked(String packageName, Consumer<String> violations) {
        String info = packageName + "." + CodeBase.PACKAGE_INFO;
        if (!code.classes().contain(info)
                || !code.classes().get(info).isAnnotatedWith("org.jspecify.annotations.NullMarked")) {
            violations.accept("%s has no package-info with @NullMarked".formatted(code.shorten(packageName)));
        }
    }
}
