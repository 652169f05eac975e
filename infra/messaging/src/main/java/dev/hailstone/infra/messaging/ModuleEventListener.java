package dev.hailstone.infra.messaging;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.jmolecules.event.annotation.DomainEventHandler;

/// Marks a method that hears an event of another module.
///
/// The method has one parameter, a concrete event record of a contract, and returns nothing. It runs in a transaction of
/// its module, together with other events of the same batch and with the cursor that counts them: its effects in the
/// database happen exactly once, whatever carried the event. Effects elsewhere may happen more than once.
///
/// An exception rolls the event's effects back and parks the event and all later events of its key, until a retry
/// succeeds or an operator decides. Outcomes that the module expects are therefore no exceptions.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@DomainEventHandler
public @interface ModuleEventListener {}
