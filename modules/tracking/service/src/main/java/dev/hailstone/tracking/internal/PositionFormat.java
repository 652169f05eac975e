package dev.hailstone.tracking.internal;

import tools.jackson.databind.JsonNode;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.tracking.DriverId;

/// A form in which devices report positions. A new one is one more bean of this type.
interface PositionFormat {

    /// Whether an object is of this form, be it valid or not. Forms are told apart by the names of their fields.
    boolean recognizes(JsonNode update);

    /// @throws InvalidValueException if a field is missing or wrong, named as the device wrote it
    PositionUpdate read(JsonNode update);

    /// Reads an id that is text or a whole number.
    static DriverId driver(JsonNode update, String field) {
        JsonNode value = required(update, field);
        if (!value.isString() && !value.isIntegralNumber()) {
            throw new InvalidValueException(field, "must be text or a whole number");
        }
        try {
            return new DriverId(value.asString());
        } catch (InvalidValueException refusal) {
            throw new InvalidValueException(field, refusal.reason());
        }
    }

    /// Reads the fields `latitude` and `longitude`.
    static GeoPoint position(JsonNode update) {
        return new GeoPoint(degrees(update, "latitude"), degrees(update, "longitude"));
    }

    private static double degrees(JsonNode update, String field) {
        JsonNode value = required(update, field);
        if (!value.isNumber()) {
            throw new InvalidValueException(field, "must be a number");
        }
        return degrees(value);
    }

    /// A number of any size: what is beyond a double is infinite, and so out of range.
    static double degrees(JsonNode number) {
        return number.numberValue().doubleValue();
    }

    private static JsonNode required(JsonNode update, String field) {
        JsonNode value = update.get(field);
        if (value == null || value.isNull()) {
            throw new InvalidValueException(field, "is required");
        }
        return value;
    }
}
