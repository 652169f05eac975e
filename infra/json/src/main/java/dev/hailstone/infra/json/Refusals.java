package dev.hailstone.infra.json;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.exc.InvalidFormatException;

import dev.hailstone.kernel.InvalidValueException;

/// How a reader refuses a value: the cause is always an [InvalidValueException], whose words may be shown to the sender.
final class Refusals {

    private Refusals() {}

    static InvalidFormatException of(JsonParser parser, Class<?> type, String value, String reason) {
        return of(parser, type, value, new InvalidValueException("value", reason));
    }

    static InvalidFormatException of(JsonParser parser, Class<?> type, String value, InvalidValueException cause) {
        InvalidFormatException refusal = InvalidFormatException.from(parser, cause.getMessage(), value, type);
        refusal.initCause(cause);
        return refusal;
    }
}
