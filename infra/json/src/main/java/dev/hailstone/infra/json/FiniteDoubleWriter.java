package dev.hailstone.infra.json;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.std.StdScalarSerializer;

/// Writes a `double`, and refuses what JSON has no number for. Jackson's own would write the text `"NaN"`.
final class FiniteDoubleWriter extends StdScalarSerializer<Double> {

    FiniteDoubleWriter() {
        super(Double.class);
    }

    @Override
    public void serialize(Double number, JsonGenerator generator, SerializationContext context) {
        if (!Double.isFinite(number)) {
            throw DatabindException.from(context, number + " has no JSON form");
        }
        generator.writeNumber(number.doubleValue());
    }
}
