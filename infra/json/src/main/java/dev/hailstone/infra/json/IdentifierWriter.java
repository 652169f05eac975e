package dev.hailstone.infra.json;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.std.StdScalarSerializer;

import dev.hailstone.kernel.Identifier;

/// Writes an id as its bare value.
final class IdentifierWriter extends StdScalarSerializer<Identifier> {

    IdentifierWriter() {
        super(Identifier.class);
    }

    @Override
    public void serialize(Identifier id, JsonGenerator generator, SerializationContext context) {
        generator.writeString(id.toString());
    }
}
