package dev.hailstone.kernel;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The name under which a [ModuleEvent] travels. It is never a class name, so classes may be renamed and moved.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EventType {

    /// The producing module, a dot, the event in kebab case: `trips.trip-completed`.
    String value();

    /// Counts up when the JSON form changes in a way that an old consumer would misread. Starts at 1.
    int version() default 1;
}
