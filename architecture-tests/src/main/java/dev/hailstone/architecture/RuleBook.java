package dev.hailstone.architecture;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.AbstractClassesTransformer;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

/// Collects rules in the order in which they are written.
final class RuleBook {

    private final JavaClasses classes;
    private final List<Rule> rules = new ArrayList<>();

    RuleBook(JavaClasses classes) {
        this.classes = classes;
    }

    List<Rule> rules() {
        return List.copyOf(rules);
    }

    RuleDraft rule(String id, int adr, String description) {
        return new RuleDraft(id, adr, description);
    }

    /// Reports what is wrong with one subject, a sentence each.
    @FunctionalInterface
    interface Check<T> {

        void examine(T subject, Consumer<String> violations);
    }

    /// A rule that lacks its subjects.
    final class RuleDraft {

        private final String id;
        private final int adr;
        private final String description;

        private RuleDraft(String id, int adr, String description) {
            this.id = id;
            this.adr = adr;
            this.description = description;
        }

        /// @param subjects what they are, in the plural, for the message when there are none
        <T> void because(String why, String subjects, Supplier<? extends Collection<T>> all, Check<? super T> check) {
            ArchRule rule = ArchRuleDefinition.all(new Subjects<>(id, subjects, all))
                    .should(new Examination<>(check))
                    .as(id + " " + description);
            rules.add(new Rule(id, description, why, adr, rule, classes));
        }
    }

    /// A check of nothing passes for ever, so no subjects are a failure.
    private static final class Subjects<T> extends AbstractClassesTransformer<T> {

        private final String id;
        private final Supplier<? extends Collection<T>> all;

        Subjects(String id, String description, Supplier<? extends Collection<T>> all) {
            super(description);
            this.id = id;
            this.all = all;
        }

        @Override
        public Iterable<T> doTransform(JavaClasses unused) {
            Collection<T> found = all.get();
            if (found.isEmpty()) {
                throw new AssertionError(
                        "%s found no %s, and a check of nothing would pass for ever. If that is how it should be, say except(\"%s\", reason)."
                                .formatted(id, getDescription(), id));
            }
            return found;
        }
    }

    private static final class Examination<T> extends ArchCondition<T> {

        private final Check<? super T> check;

        Examination(Check<? super T> check) {
            super("be sound");
            this.check = check;
        }

        @Override
        public void check(T subject, ConditionEvents events) {
            check.examine(subject, violation -> events.add(SimpleConditionEvent.violated(subject, violation)));
        }
    }
}
