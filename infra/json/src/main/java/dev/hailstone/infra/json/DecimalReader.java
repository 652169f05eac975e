package dev.hailstone.infra.json;

import java.math.BigDecimal;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/// Reads a decimal number from a JSON number or a text.
///
/// Digits and exponent are limited: nine characters such as `1e-999999999` would otherwise become a gigabyte as soon as
/// somebody writes the number out.
final class DecimalReader extends StdScalarDeserializer<BigDecimal> {

    private static final int LONGEST = 100;
    private static final int MOST_DECIMALS = 100;

    DecimalReader() {
        super(BigDecimal.class);
    }

    @Override
    public BigDecimal deserialize(JsonParser parser, DeserializationContext context) {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
            return (BigDecimal) context.handleUnexpectedToken(getValueType(context), parser);
        }
        String text = parser.getString();
        if (text.length() > LONGEST) {
            throw Refusals.of(parser, BigDecimal.class, text, "must have at most %d characters".formatted(LONGEST));
        }
        try {
            BigDecimal number = new BigDecimal(text);
            if (Math.abs((long) number.scale()) > MOST_DECIMALS) {
                throw Refusals.of(parser, BigDecimal.class, text,
                        "must have an exponent of at most " + MOST_DECIMALS);
            }
            return number;
        } catch (NumberFormatException _) {
            throw Refusals.of(parser, BigDecimal.class, text, "must be a decimal number");
        }
    }
}
