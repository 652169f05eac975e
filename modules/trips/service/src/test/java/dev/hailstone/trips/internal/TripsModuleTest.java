package dev.hailstone.trips.internal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Import;
import org.springframework.modulith.test.ApplicationModuleTest;

/// A test of the module alone, with its schema in PostgreSQL and a pricing of our own. Such tests share one context.
///
/// The architecture tests verify the modules; here, contracts that use each other's ids would count as cycles.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ApplicationModuleTest(verifyAutomatically = false)
@AutoConfigureMockMvc
@Import({FakeFareQuotes.class, Saboteur.class})
@interface TripsModuleTest {}
