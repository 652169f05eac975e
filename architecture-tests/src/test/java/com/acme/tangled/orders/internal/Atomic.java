package com.acme.tangled.orders.internal;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

import org.springframework.transaction.annotation.Transactional;

/// Is transactional under another name.
@Transactional
@Retention(RetentionPolicy.RUNTIME)
@interface Atomic {}
