package dev.hailstone.infra.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Currency;
import java.util.UUID;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/// Says in a client's words what a type of ours wants to be given.
final class ValueKinds {

    private ValueKinds() {}

    /// @return to follow "must be": `a whole number`
    static String of(@Nullable Class<?> type) {
        if (type == null) {
            return "another value";
        }
        Class<?> boxed = ClassUtils.resolvePrimitiveIfNecessary(type);
        if (boxed.isEnum()) {
            return "one of " + Arrays.stream(boxed.getEnumConstants())
                    .map(Object::toString)
                    .collect(Collectors.joining(", "));
        }
        if (boxed == Integer.class || boxed == Long.class || boxed == Short.class || boxed == Byte.class) {
            return "a whole number within range";
        }
        if (Number.class.isAssignableFrom(boxed)) {
            return "a number";
        }
        if (boxed == Boolean.class) {
            return "true or false";
        }
        if (boxed == Instant.class) {
            return "a time like 2026-11-23T08:00:00Z";
        }
        if (boxed == Duration.class) {
            return "a duration like PT6M15S";
        }
        if (boxed == UUID.class) {
            return "a UUID";
        }
        if (boxed == Currency.class) {
            return "an ISO 4217 currency code like USD";
        }
        if (CharSequence.class.isAssignableFrom(boxed)) {
            return "a text";
        }
        if (boxed.isArray() || Collection.class.isAssignableFrom(boxed)) {
            return "a list";
        }
        return "an object";
    }
}
