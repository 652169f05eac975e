package com.acme.tangled.infra.messaging;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/// Marks a method that hears an event.
@Retention(RetentionPolicy.RUNTIME)
public @interface ModuleEventListener {}
