package dev.hailstone.infra.json;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.std.StdScalarSerializer;

import dev.hailstone.kernel.Identifier;

/// Writes an id as the key of a map.
final class IdentifierKeyWriter extends StdScalarSerializer<Identifier> {

    IdentifierKeyWriter() {
        super(Identifier.class);
    }

    @Override
    public void serialize(Identifier id, JsonGenerator generator, SerializationContext context) {
        generator.writeName(id.toString());
    }
}
