package dev.hailstone.tracking.internal;

import java.util.function.Supplier;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.tracking.DriverId;

/// A GeoJSON Feature (RFC 7946) whose geometry is a point: longitude comes first, an altitude may follow.
///
/// The driver is the property `driverId` or `driver_id`, else the Feature's `id`.
@Component
@Order(3)
final class GeoJsonFeatureFormat implements PositionFormat {

    static final String EXAMPLE = """
            {"type": "Feature", "geometry": {"type": "Point", "coordinates": [-74.006, 40.7128]},
             "properties": {"driverId": "d-123"}}""";

    private static final String COORDINATES = "geometry.coordinates";

    @Override
    public boolean recognizes(JsonNode update) {
        return update.has("geometry") || isType(update, "Feature");
    }

    @Override
    public PositionUpdate read(JsonNode update) {
        if (!isType(update, "Feature")) {
            throw new InvalidValueException("type", "must be 'Feature'");
        }
        return new PositionUpdate(driver(update), point(update.path("geometry")));
    }

    static boolean isType(JsonNode object, String type) {
        return object.path("type").isString() && object.path("type").stringValue().equals(type);
    }

    private static DriverId driver(JsonNode feature) {
        JsonNode properties = feature.path("properties");
        for (String field : new String[]{"driverId", "driver_id"}) {
            if (properties.has(field)) {
                return within("properties.", () -> PositionFormat.driver(properties, field));
            }
        }
        if (feature.has("id")) {
            return PositionFormat.driver(feature, "id");
        }
        throw new InvalidValueException("properties.driverId", "is required");
    }

    private static GeoPoint point(JsonNode geometry) {
        if (!isType(geometry, "Point")) {
            throw new InvalidValueException("geometry.type", "must be 'Point'");
        }
        JsonNode coordinates = geometry.path("coordinates");
        if (!coordinates.isArray() || coordinates.size() < 2 || !coordinates.get(0).isNumber()
                || !coordinates.get(1).isNumber()) {
            throw new InvalidValueException(COORDINATES, "must be an array of longitude and latitude, both numbers");
        }
        try {
            return new GeoPoint(PositionFormat.degrees(coordinates.get(1)),
                    PositionFormat.degrees(coordinates.get(0)));
        } catch (InvalidValueException refusal) {
            throw new InvalidValueException(refusal.field().equals("longitude")
                    ? COORDINATES + "[0]"
                    : COORDINATES + "[1]", refusal.reason());
        }
    }

    private static <T> T within(String path, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (InvalidValueException refusal) {
            throw new InvalidValueException(path + refusal.field(), refusal.reason());
        }
    }
}
