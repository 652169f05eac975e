package dev.hailstone.dispatch.internal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Import;
import org.springframework.modulith.test.ApplicationModuleTest;
import org.springframework.test.context.TestPropertySource;

import dev.hailstone.infra.testing.SettableClock;

/// A test of the module alone, round by round, with a clock that the test moves. The loop stands still unless a test starts
/// it, and then never polls. Such tests share one context.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ApplicationModuleTest(verifyAutomatically = false)
@AutoConfigureMockMvc
@Import({FakeDriverLocator.class, SettableClock.class})
@TestPropertySource(properties = "hailstone.dispatch.poll-interval=1h")
@interface DispatchModuleTest {}
