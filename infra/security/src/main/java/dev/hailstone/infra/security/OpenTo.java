package dev.hailstone.infra.security;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Says who may call an endpoint. One that says nothing is open to nobody.
///
/// A role is not enough where things have owners: that a rider's trip is theirs is for [#self()] to say, or for the
/// controller to ask the [Caller].
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface OpenTo {

    /// The roles; operators always may, and are named only where nobody else may.
    Role[] value();

    /// The path variable or query parameter that has to be the caller's own subject, unless they see all.
    String self() default "";
}
