package dev.hailstone.architecture;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.properties.HasAnnotations;

/// Tests that cannot pretend.
final class TestRules {

    private static final Set<String> SLEEPERS = Set.of("java.lang.Thread.sleep", "java.util.concurrent.TimeUnit.sleep",
            "java.util.concurrent.locks.LockSupport.parkNanos", "java.util.concurrent.locks.LockSupport.parkUntil");
    private static final Set<String> ASSUMPTIONS = Set.of("org.junit.jupiter.api.Assumptions",
            "org.assertj.core.api.Assumptions", "org.assertj.core.api.BDDAssumptions",
            "org.opentest4j.TestAbortedException");
    private static final Set<String> CONDITIONS = Set.of("org.junit.jupiter.api.Disabled",
            "org.springframework.test.context.junit.jupiter.EnabledIf",
            "org.springframework.test.context.junit.jupiter.DisabledIf");
    private static final DescribedPredicate<JavaAnnotation<?>> A_CONDITION = DescribedPredicate
            .describe("a condition", annotation -> isCondition(annotation.getRawType()));

    private final JavaClasses tests;

    TestRules(JavaClasses tests) {
        this.tests = tests;
    }

    void write(RuleBook book) {
        book.rule("HS-25", 26, "tests neither sleep nor skip nor mock")
                .because("A test that sleeps is slow or flaky, one that is skipped is green without having looked.",
                        "test classes",
                        () -> tests.stream().sorted(Comparator.comparing(JavaClass::getName)).toList(),
                        TestRules::isHonest);
    }

    private static void isHonest(JavaClass test, Consumer<String> violations) {
        Set<String> found = new TreeSet<>();
        test.getCodeUnitAccessesFromSelf()
                .stream()
                .filter(TestRules::sleepsOrAssumes)
                .forEach(access -> found.add("calls %s.%s".formatted(access.getTargetOwner().getSimpleName(),
                        access.getTarget().getName())));
        Stream.concat(Stream.of(test), test.getMembers().stream())
                .flatMap(element -> conditions(element).stream())
                .forEach(condition -> found.add("is @" + condition));
        CodeBase.dependencies(test)
                .stream()
                .filter(target -> target.getPackageName().startsWith("org.mockito")
                        || target.getPackageName().startsWith("org.springframework.test.context.bean.override.mockito"))
                .forEach(target -> found.add("mocks with " + target.getSimpleName()));
        found.forEach(what -> violations.accept("%s %s".formatted(test.getName(), what)));
    }

    private static boolean sleepsOrAssumes(JavaCodeUnitAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        return SLEEPERS.contains(owner + "." + access.getTarget().getName()) || ASSUMPTIONS.contains(owner);
    }

    /// Annotations that leave a test out, by their simple names.
    private static List<String> conditions(HasAnnotations<?> element) {
        return element.getAnnotations()
                .stream()
                .map(annotation -> annotation.getRawType())
                .filter(type -> isCondition(type) || type.isMetaAnnotatedWith(A_CONDITION))
                .map(JavaClass::getSimpleName)
                .toList();
    }

    private static boolean isCondition(JavaClass annotation) {
        return CONDITIONS.contains(annotation.getName())
                || annotation.getPackageName().equals("org.junit.jupiter.api.condition");
    }
}
