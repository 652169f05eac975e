package dev.hailstone.infra.json;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

import dev.hailstone.kernel.Identifier;

/// Calls the static `of(String)` of an [Identifier].
record IdentifierFactory(Class<?> type, Method of) {

    /// @throws IllegalStateException if the type lacks the method: a mistake in our code, found at the type's first use
    static IdentifierFactory of(Class<?> type) {
        try {
            Method of = type.getDeclaredMethod("of", String.class);
            if (!Modifier.isStatic(of.getModifiers()) || of.getReturnType() != type) {
                throw new NoSuchMethodException("static " + type.getSimpleName() + " of(String)");
            }
            of.trySetAccessible();
            return new IdentifierFactory(type, of);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type.getName() + " is an Identifier without static of(String)", e);
        }
    }

    Object read(String text) {
        try {
            return of.invoke(null, text);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refusal) {
                throw refusal;
            }
            throw new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
