package dev.hailstone.infra.json;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

import dev.hailstone.kernel.InvalidValueException;

/// Reads an id from its bare value.
final class IdentifierReader extends StdScalarDeserializer<Object> {

    private final IdentifierFactory factory;

    IdentifierReader(IdentifierFactory factory) {
        super(factory.type());
        this.factory = factory;
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context) {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NUMBER_INT) {
            return context.handleUnexpectedToken(getValueType(context), parser);
        }
        String text = parser.getString();
        try {
            return factory.read(text);
        } catch (InvalidValueException e) {
            throw Refusals.of(parser, factory.type(), text, e);
        }
    }
}
