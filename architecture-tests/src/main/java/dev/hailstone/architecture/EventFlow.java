package dev.hailstone.architecture;

import java.util.Comparator;
import java.util.List;

/// One event: who publishes it, who hears it.
///
/// @param type the wire name: `trips.trip-completed`
/// @param version of that type
/// @param publisher the module whose contract has the event
/// @param record the simple name of the event's record
/// @param hearers who hears it, by module and class, sorted
public record EventFlow(String type, int version, String publisher, String record, List<Hearer> hearers) {

    /// A class that hears an event.
    ///
    /// @param module its module
    /// @param listener its simple name
    public record Hearer(String module, String listener) {}

    static List<EventFlow> in(CodeBase code) {
        return code.types(type -> code.isEvent(type) && code.isContract(type)
                && type.isAnnotatedWith(code.vocabulary().eventType()))
                .stream()
                .map(event -> {
                    WireName name = WireName.of(event, code.vocabulary());
                    List<Hearer> hearers = EventRules.listeners(code)
                            .stream()
                            .filter(listener -> EventRules.heardBy(listener, code).anyMatch(event::equals))
                            .flatMap(listener -> code.moduleOf(listener.getOwner())
                                    .stream()
                                    .map(module -> new Hearer(module.name(), listener.getOwner().getSimpleName())))
                            .distinct()
                            .sorted(Comparator.comparing(Hearer::module).thenComparing(Hearer::listener))
                            .toList();
                    return new EventFlow(name.type(), name.version(),
                            code.moduleOf(event).map(BoundedModule::name).orElseThrow(), event.getSimpleName(),
                            hearers);
                })
                .sorted(Comparator.comparing(EventFlow::type).thenComparingInt(EventFlow::version))
                .toList();
    }
}
