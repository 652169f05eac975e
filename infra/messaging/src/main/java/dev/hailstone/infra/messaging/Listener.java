package dev.hailstone.infra.messaging;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.UndeclaredThrowableException;

import org.springframework.aop.support.AopUtils;
import org.springframework.util.ReflectionUtils;

import dev.hailstone.kernel.ModuleEvent;

/// A method of a bean that hears one type of event.
final class Listener {

    private final String module;
    private final Object bean;
    private final Method method;
    private final Class<? extends ModuleEvent> event;

    private Listener(String module, Object bean, Method method, Class<? extends ModuleEvent> event) {
        this.module = module;
        this.bean = bean;
        this.method = method;
        this.event = event;
    }

    /// @throws IllegalStateException if the method cannot be a listener; the message says why
    static Listener of(String module, Object bean, Method method) {
        if (Modifier.isStatic(method.getModifiers()) || Modifier.isPrivate(method.getModifiers())) {
            throw refused(method, "must be neither static nor private");
        }
        if (method.getReturnType() != void.class) {
            throw refused(method, "must return nothing; publish what follows from the event");
        }
        if (method.getParameterCount() != 1) {
            throw refused(method, "must have one parameter, the event");
        }
        Class<?> parameter = method.getParameterTypes()[0];
        if (!ModuleEvent.class.isAssignableFrom(parameter)) {
            throw refused(method, "must have a ModuleEvent as its parameter, not %s".formatted(parameter.getName()));
        }
        Class<? extends ModuleEvent> event = parameter.asSubclass(ModuleEvent.class);
        if (!event.isRecord()) {
            throw refused(method, """
                    must name a concrete event record: %s may have implementations that this module has never seen"""
                    .formatted(event.getName()));
        }
        WireType type = typeOf(method, event);
        if (type.producer().equals(module)) {
            throw refused(method, "hears an event of its own module; call it in the transaction instead");
        }
        Method invocable = AopUtils.selectInvocableMethod(method, bean.getClass());
        ReflectionUtils.makeAccessible(invocable);
        return new Listener(module, bean, invocable, event);
    }

    private static WireType typeOf(Method method, Class<? extends ModuleEvent> event) {
        try {
            return WireType.of(event);
        } catch (IllegalArgumentException wrong) {
            throw refused(method, "cannot hear its event: " + wrong.getMessage());
        }
    }

    private static IllegalStateException refused(Method method, String reason) {
        return new IllegalStateException("@ModuleEventListener %s.%s %s".formatted(method.getDeclaringClass().getName(),
                method.getName(), reason));
    }

    String module() {
        return module;
    }

    Class<? extends ModuleEvent> event() {
        return event;
    }

    Subscription subscription() {
        return new Subscription(module, WireType.of(event).producer());
    }

    void hear(ModuleEvent heard) {
        try {
            method.invoke(bean, heard);
        } catch (InvocationTargetException thrown) {
            switch (thrown.getTargetException()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case Throwable failure -> throw new UndeclaredThrowableException(failure,
                        method.getDeclaringClass().getName() + "." + method.getName());
            }
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }
}
