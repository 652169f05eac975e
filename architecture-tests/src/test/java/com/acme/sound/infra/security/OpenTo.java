package com.acme.sound.infra.security;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/// Says who may call an endpoint.
@Retention(RetentionPolicy.RUNTIME)
public @interface OpenTo {

    String value();
}
