package com.acme.sound.kernel;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/// The name of an event on the wire.
@Retention(RetentionPolicy.RUNTIME)
public @interface EventType {

    String value();

    int version() default 1;
}
