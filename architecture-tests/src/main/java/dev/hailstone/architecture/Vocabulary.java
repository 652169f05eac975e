package dev.hailstone.architecture;

/// The full names of the types by which a code base says what is an event and who hears it.
///
/// @param event the interface of all events between modules
/// @param eventType the annotation that gives an event its wire name in `value` and counts in `version`
/// @param listener the annotation of methods that hear events of other modules
public record Vocabulary(String event, String eventType, String listener) {

    /// The names that Hailstone uses, for a code base of another package.
    static Vocabulary of(String basePackage) {
        return new Vocabulary(basePackage + ".kernel.ModuleEvent", basePackage + ".kernel.EventType",
                basePackage + ".infra.messaging.ModuleEventListener");
    }
}
