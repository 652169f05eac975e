package dev.hailstone.tracking.internal;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

import dev.hailstone.kernel.InvalidValueException;

/// Devices that send many kinds of messages; only their location updates belong here.
@Component
@Order(1)
final class LocationUpdateFormat implements PositionFormat {

    static final String EXAMPLE = """
            {"event_type": "location_update", "driver_id": 123, "latitude": 40.7, "longitude": -74.0}""";

    private static final String EVENT_TYPE = "event_type";

    @Override
    public boolean recognizes(JsonNode update) {
        return update.has(EVENT_TYPE) || update.has("driver_id");
    }

    @Override
    public PositionUpdate read(JsonNode update) {
        JsonNode type = update.get(EVENT_TYPE);
        if (type == null) {
            throw new InvalidValueException(EVENT_TYPE, "is required");
        }
        if (!type.isString() || !type.stringValue().equals("location_update")) {
            throw new InvalidValueException(EVENT_TYPE, "must be 'location_update'");
        }
        return new PositionUpdate(PositionFormat.driver(update, "driver_id"), PositionFormat.position(update));
    }
}
