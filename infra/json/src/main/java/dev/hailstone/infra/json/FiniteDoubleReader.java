package dev.hailstone.infra.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/// Reads a number that a `double` can hold. Jackson's own would read `"NaN"` and make an infinity of `1e999`.
final class FiniteDoubleReader extends StdScalarDeserializer<Object> {

    FiniteDoubleReader(Class<?> type) {
        super(type);
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context) {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_NUMBER_FLOAT && token != JsonToken.VALUE_NUMBER_INT) {
            return context.handleUnexpectedToken(getValueType(context), parser);
        }
        double number = parser.getDoubleValue();
        if (!Double.isFinite(number)) {
            throw Refusals.of(parser, handledType(), parser.getString(), "must be a finite number");
        }
        return number;
    }

    @Override
    public @Nullable Object getNullValue(DeserializationContext context) {
        if (handledType() == double.class && context.isEnabled(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)) {
            return context.reportInputMismatch(this, "must not be null");
        }
        return handledType() == double.class ? 0.0 : null;
    }
}
