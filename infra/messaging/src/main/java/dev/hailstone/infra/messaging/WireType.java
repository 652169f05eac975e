package dev.hailstone.infra.messaging;

import java.util.regex.Pattern;

import dev.hailstone.kernel.EventType;
import dev.hailstone.kernel.ModuleEvent;

/// The name and version under which a class of events travels.
record WireType(String name, int version) {

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_]*\\.[a-z0-9]+(-[a-z0-9]+)*");

    private static final ClassValue<WireType> KNOWN = new ClassValue<>() {

        @Override
        protected WireType computeValue(Class<?> type) {
            return read(type);
        }
    };

    /// @throws IllegalArgumentException if the class is no event that can travel; the message says what it lacks
    static WireType of(Class<? extends ModuleEvent> event) {
        return KNOWN.get(event);
    }

    /// The module that publishes it.
    String producer() {
        return producerOf(name);
    }

    static String producerOf(String type) {
        return type.substring(0, type.indexOf('.'));
    }

    private static WireType read(Class<?> type) {
        EventType annotation = type.getAnnotation(EventType.class);
        if (!type.isRecord() || annotation == null) {
            throw new IllegalArgumentException(
                    "%s must be a record annotated with @EventType to travel between modules"
                            .formatted(type.getName()));
        }
        if (!FORM.matcher(annotation.value()).matches()) {
            throw new IllegalArgumentException("@EventType(\"%s\") of %s must read <module>.<event-in-kebab-case>"
                    .formatted(annotation.value(), type.getName()));
        }
        if (annotation.version() < 1) {
            throw new IllegalArgumentException("the version of %s must be at least 1".formatted(type.getName()));
        }
        return new WireType(annotation.value(), annotation.version());
    }
}
