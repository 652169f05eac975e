package dev.hailstone.infra.json;

import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.KeyDeserializer;

import dev.hailstone.kernel.InvalidValueException;

/// Reads an id that is the key of a map.
final class IdentifierKeyReader extends KeyDeserializer {

    private final IdentifierFactory factory;

    IdentifierKeyReader(IdentifierFactory factory) {
        this.factory = factory;
    }

    @Override
    public Object deserializeKey(String key, DeserializationContext context) {
        try {
            return factory.read(key);
        } catch (InvalidValueException e) {
            throw Refusals.of(context.getParser(), factory.type(), key, e);
        }
    }
}
