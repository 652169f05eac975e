package dev.hailstone.architecture;

import java.util.List;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;

/// One rule about a code base, ready to be checked.
///
/// @param id stable for ever: `HS-03`
/// @param description what holds, as a sentence; together with the id it is the description of the ArchUnit rule, and so
/// the key under which `FreezingArchRule` stores what is tolerated
/// @param why what a violation would break when a module leaves
/// @param adr the number of the decision behind the rule, in Hailstone's `docs/adr`
/// @param check the rule as ArchUnit knows it
/// @param classes what the rule is checked on
public record Rule(String id, String description, String why, int adr, ArchRule check, JavaClasses classes) {

    /// Every violation in words, sorted; empty if the rule holds.
    ///
    /// @throws AssertionError if there is nothing that the rule could check
    public List<String> violations() {
        return check.evaluate(classes).getFailureReport().getDetails().stream().sorted().toList();
    }

    /// @throws AssertionError if the rule is violated, or if there is nothing that it could check
    public void verify() {
        List<String> violations = violations();
        if (!violations.isEmpty()) {
            throw new AssertionError("%s (violated %d times)%n  %s%nWhy: %s (ADR %04d)".formatted(this,
                    violations.size(), String.join("%n  ".formatted(), violations), why, adr));
        }
    }

    @Override
    public String toString() {
        return id + " " + description;
    }
}
