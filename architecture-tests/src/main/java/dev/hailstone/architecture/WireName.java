package dev.hailstone.architecture;

import java.util.Objects;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;

/// The name under which an event travels: `trips.trip-completed`, version 1.
record WireName(String type, int version) {

    /// @param event annotated with the code base's event type
    static WireName of(JavaClass event, Vocabulary vocabulary) {
        JavaAnnotation<JavaClass> annotation = event.getAnnotationOfType(vocabulary.eventType());
        return new WireName(Objects.toString(annotation.get("value").orElse("")),
                annotation.get("version").map(Integer.class::cast).orElse(1));
    }

    @Override
    public String toString() {
        return type + " v" + version;
    }
}
