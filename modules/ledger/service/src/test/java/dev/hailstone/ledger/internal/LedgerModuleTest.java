package dev.hailstone.ledger.internal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Import;
import org.springframework.modulith.test.ApplicationModuleTest;

/// The ledger alone, with its schema on a real PostgreSQL and its HTTP API. The classes with this annotation share one
/// context, so each test uses riders, drivers and trips of its own.
@ApplicationModuleTest
@AutoConfigureMockMvc
@Import(AccountsApi.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface LedgerModuleTest {}
