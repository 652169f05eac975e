package dev.hailstone.tracking.internal;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Clients of this API, with names as everywhere else in it.
@Component
@Order(2)
final class PlainPositionFormat implements PositionFormat {

    static final String EXAMPLE = """
            {"driverId": "d-123", "latitude": 40.7, "longitude": -74.0}""";

    @Override
    public boolean recognizes(JsonNode update) {
        return update.has("driverId");
    }

    @Override
    public PositionUpdate read(JsonNode update) {
        return new PositionUpdate(PositionFormat.driver(update, "driverId"), PositionFormat.position(update));
    }
}
