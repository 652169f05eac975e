package dev.hailstone.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;

/// What may be told between modules, and how it is heard.
final class EventRules {

    private static final Pattern WIRE_NAME = Pattern.compile("([a-z][a-z0-9]*)\\.[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Set<String> VALUES = Set.of("boolean", "byte", "short", "int", "long", "float", "double",
            "char",
            "java.lang.Boolean", "java.lang.Integer", "java.lang.Long", "java.lang.Double", "java.lang.String",
            "java.math.BigDecimal", "java.math.BigInteger", "java.util.Currency", "java.util.List", "java.util.Set",
            "java.util.UUID");

    private final CodeBase code;

    EventRules(CodeBase code) {
        this.code = code;
    }

    void write(RuleBook book) {
        book.rule("HS-11", 10,
                "events are public records of a contract, annotated with their type, without the suffix Event")
                .because("An event outlives the process that published it and is read by whoever has the contract.",
                        "events", this::events, this::isPublicRecord);
        Once<Map<String, List<JavaClass>>> wireNames = new Once<>(this::byWireName);
        book.rule("HS-12", 10,
                "the type of an event is its module, a dot and kebab case, and there is no second of that name")
                .because("The wire name routes the event, and stays when the class is renamed.", "event types",
                        () -> wireNames.get().entrySet(),
                        (entry, violations) -> isGoodName(entry.getKey(), entry.getValue(), violations));
        book.rule("HS-13", 10, "events consist of ids and values")
                .because("A consumer in another process, or in another language, must be able to read them.",
                        "events", this::events, this::consistsOfValues);
        book.rule("HS-14", 10,
                "events are heard by listeners: internal methods that take one event of another module and return nothing")
                .because("Whatever hears otherwise could not be fed by a broker.", "listeners", this::hearers,
                        this::hearsProperly);
        book.rule("HS-15", 7, "each module's migrations insert cursors for exactly the producers that it hears")
                .because("A missing cursor is an error, never position 0; one too many never moves.",
                        "modules that hear others", this::consumers, this::hasItsCursors);
    }

    static List<JavaMethod> listeners(CodeBase code) {
        return methods(code, method -> method.isAnnotatedWith(code.vocabulary().listener()));
    }

    private static List<JavaMethod> methods(CodeBase code, Predicate<JavaMethod> which) {
        return code.types(type -> !code.isInfra(type))
                .stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(which)
                .sorted((one, other) -> one.getFullName().compareTo(other.getFullName()))
                .toList();
    }

    /// The events that a listener method names as its parameters.
    static Stream<JavaClass> heardBy(JavaMethod listener, CodeBase code) {
        return listener.getRawParameterTypes().stream().filter(code::isEvent);
    }

    private List<JavaClass> events() {
        return code.types(type -> code.isEvent(type) && !code.isInfra(type));
    }

    private void isPublicRecord(JavaClass event, Consumer<String> violations) {
        String name = code.shortName(event);
        if (!code.isContract(event)) {
            violations.accept("%s is not in a contract".formatted(name));
        }
        if (!event.isRecord()) {
            violations.accept("%s is no record".formatted(name));
        }
        if (!event.getModifiers().contains(JavaModifier.PUBLIC)) {
            violations.accept("%s is not public".formatted(name));
        }
        if (!event.isAnnotatedWith(code.vocabulary().eventType())) {
            violations.accept("%s has no wire name: @%s is missing".formatted(name,
                    code.shorten(code.vocabulary().eventType())));
        }
        if (event.getSimpleName().endsWith("Event")) {
            violations.accept("%s says that it is an event instead of what happened".formatted(name));
        }
    }

    private Map<String, List<JavaClass>> byWireName() {
        Map<String, List<JavaClass>> names = new TreeMap<>();
        events().stream()
                .filter(event -> event.isAnnotatedWith(code.vocabulary().eventType()))
                .forEach(event -> names.computeIfAbsent(WireName.of(event, code.vocabulary()).toString(),
                        _ -> new ArrayList<>()).add(event));
        return names;
    }

    private void isGoodName(String wireName, List<JavaClass> events, Consumer<String> violations) {
        if (events.size() > 1) {
            violations.accept("%s is the type of %s".formatted(wireName,
                    String.join(" and of ", events.stream().map(code::shortName).toList())));
        }
        for (JavaClass event : events) {
            String type = WireName.of(event, code.vocabulary()).type();
            var matcher = WIRE_NAME.matcher(type);
            if (!matcher.matches()) {
                violations.accept("%s: '%s' is not of the form module.kebab-case".formatted(code.shortName(event),
                        type));
            } else if (code.moduleOf(event).filter(module -> module.name().equals(matcher.group(1))).isEmpty()) {
                violations.accept("%s: '%s' does not begin with the event's own module".formatted(
                        code.shortName(event), type));
            }
        }
    }

    private void consistsOfValues(JavaClass event, Consumer<String> violations) {
        examine(event, code.shortName(event), new TreeSet<>(), violations);
    }

    private void examine(JavaClass composite, String path, Set<String> seen, Consumer<String> violations) {
        if (!seen.add(composite.getName())) {
            return;
        }
        composite.getFields()
                .stream()
                .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                .sorted((one, other) -> one.getName().compareTo(other.getName()))
                .forEach(field -> examine(field, path + "." + field.getName(), seen, violations));
    }

    private void examine(JavaField field, String path, Set<String> seen, Consumer<String> violations) {
        JavaType type = field.getType();
        Stream.concat(Stream.of(field.getRawType()), type.getAllInvolvedRawTypes().stream())
                .distinct()
                .sorted((one, other) -> one.getName().compareTo(other.getName()))
                .filter(part -> !VALUES.contains(part.getName()) && !part.getPackageName().startsWith("java.time")
                        && !part.isEnum())
                .forEach(part -> {
                    if (part.isRecord() && (code.isKernel(part) || code.isContract(part))) {
                        examine(part, path, seen, violations);
                    } else {
                        violations.accept("%s: %s is neither an id nor a value".formatted(path, code.shortName(part)));
                    }
                });
    }

    private List<JavaMethod> hearers() {
        return methods(code, method -> method.isAnnotatedWith(code.vocabulary().listener())
                || !otherWaysToHear(method).isEmpty());
    }

    /// By what Spring itself hands an event between modules to a method.
    private List<String> otherWaysToHear(JavaMethod method) {
        List<String> ways = new ArrayList<>();
        method.getAnnotations()
                .stream()
                .filter(annotation -> !annotation.getRawType().getName().equals(code.vocabulary().listener()))
                .filter(annotation -> isSprings(annotation.getRawType()))
                .filter(annotation -> tellOfAnEvent(Stream.concat(parameterTypes(method),
                        annotation.getProperties().values().stream().flatMap(EventRules::classes))))
                .forEach(annotation -> ways.add("@" + annotation.getRawType().getSimpleName()));
        if (method.getName().equals("onApplicationEvent")
                && method.getOwner().isAssignableTo(Spring.APPLICATION_LISTENER)
                && tellOfAnEvent(parameterTypes(method))) {
            ways.add("ApplicationListener");
        }
        return ways;
    }

    private boolean tellOfAnEvent(Stream<JavaClass> types) {
        return types.anyMatch(type -> type.isAssignableTo(code.vocabulary().event()));
    }

    private static Stream<JavaClass> parameterTypes(JavaMethod method) {
        return method.getParameterTypes().stream().flatMap(type -> type.getAllInvolvedRawTypes().stream());
    }

    private static boolean isSprings(JavaClass annotation) {
        return annotation.getName().equals(Spring.EVENT_LISTENER)
                || annotation.isMetaAnnotatedWith(Spring.EVENT_LISTENER);
    }

    private static Stream<JavaClass> classes(Object property) {
        return switch (property) {
            case JavaClass type -> Stream.of(type);
            case JavaClass[] types -> Stream.of(types);
            default -> Stream.empty();
        };
    }

    private void hearsProperly(JavaMethod listener, Consumer<String> violations) {
        otherWaysToHear(listener).forEach(way -> violations.accept("%s hears an event by %s instead of @%s"
                .formatted(code.shorten(listener.getFullName()), way, code.shorten(code.vocabulary().listener()))));
        if (listener.isAnnotatedWith(code.vocabulary().listener())) {
            takesOneEvent(listener, violations);
        }
    }

    private void takesOneEvent(JavaMethod listener, Consumer<String> violations) {
        String name = code.shorten(listener.getFullName());
        JavaClass owner = listener.getOwner();
        if (!code.isInternal(owner)) {
            violations.accept("%s is not in an internal package".formatted(name));
        }
        if (!listener.getRawReturnType().getName().equals("void")) {
            violations.accept("%s returns %s".formatted(name, code.shortName(listener.getRawReturnType())));
        }
        if (listener.getModifiers().contains(JavaModifier.STATIC)) {
            violations.accept("%s is static".formatted(name));
        }
        if (listener.getModifiers().contains(JavaModifier.PRIVATE)) {
            violations.accept("%s is private".formatted(name));
        }
        if (listener.getRawParameterTypes().size() != 1) {
            violations.accept("%s takes %d parameters".formatted(name, listener.getRawParameterTypes().size()));
            return;
        }
        JavaClass event = listener.getRawParameterTypes().getFirst();
        if (!event.isRecord() || !code.isEvent(event) || !event.isAnnotatedWith(code.vocabulary().eventType())) {
            violations.accept("%s takes %s, which is no concrete event".formatted(name, code.shortName(event)));
        } else if (code.moduleOf(event).equals(code.moduleOf(owner))) {
            violations.accept("%s hears an event of its own module".formatted(name));
        }
    }

    private List<BoundedModule> consumers() {
        return code.modules()
                .stream()
                .filter(module -> !heard(module).isEmpty() || !cursors(module).isEmpty())
                .toList();
    }

    private void hasItsCursors(BoundedModule module, Consumer<String> violations) {
        Set<String> heard = heard(module);
        Set<String> cursors = cursors(module);
        heard.stream()
                .filter(producer -> !cursors.contains(producer))
                .forEach(
                        producer -> violations.accept("module '%s' hears %s, but its migrations insert no cursor for it"
                                .formatted(module.name(), producer)));
        cursors.stream()
                .filter(producer -> !heard.contains(producer))
                .forEach(producer -> violations.accept("module '%s' has a cursor for %s, which it does not hear"
                        .formatted(module.name(), producer)));
    }

    private Set<String> heard(BoundedModule module) {
        Set<String> producers = new TreeSet<>();
        listeners(code).stream()
                .filter(listener -> module.hides(listener.getOwner()))
                .flatMap(listener -> heardBy(listener, code))
                .flatMap(event -> code.moduleOf(event).stream())
                .forEach(producer -> producers.add(producer.name()));
        producers.remove(module.name());
        return producers;
    }

    private Set<String> cursors(BoundedModule module) {
        Set<String> producers = new TreeSet<>();
        code.migrations()
                .stream()
                .filter(migration -> migration.module().equals(module))
                .forEach(migration -> migration.applyCursorsTo(producers));
        return producers;
    }
}
