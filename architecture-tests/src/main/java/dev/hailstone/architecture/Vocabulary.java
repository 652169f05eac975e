package dev.hailstone.architecture;

/// The full names of the types by which a code base says what is an event, who hears it, and who may call.
///
/// @param event the interface of all events between modules
/// @param eventType the annotation that gives an event its wire name in `value` and counts in `version`
/// @param listener the annotation of methods that hear events of other modules
/// @param access the annotation of endpoints that says who may call them
public record Vocabulary(String event, String eventType, String listener, String access) {

    /// The names that Hailstone uses, for a code base of another package.
    static Vocabulary of(String basePackage) {
        return new Vocabulary(basePackage + ".kernel.ModuleEvent", basePackage + ".kernel.EventType",
                basePackage + ".infra.messaging.ModuleEventListener", basePackage + ".infra.security.OpenTo");
    }
}
