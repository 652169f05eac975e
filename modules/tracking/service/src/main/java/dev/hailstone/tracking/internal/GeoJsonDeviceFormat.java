package dev.hailstone.tracking.internal;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.MimeType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.tracking.DriverId;

/// GeoJSON (RFC 7946): a Feature, or a FeatureCollection.
@Component
final class GeoJsonDeviceFormat implements DeviceFormat {

    static final String CONTENT_TYPE = "application/geo+json";

    private final JsonMapper json;
    private final GeoJsonFeatureFormat features;

    GeoJsonDeviceFormat(JsonMapper json, GeoJsonFeatureFormat features) {
        this.json = json;
        this.features = features;
    }

    @Override
    public List<MimeType> contentTypes() {
        return List.of(MimeType.valueOf(CONTENT_TYPE));
    }

    @Override
    public PositionReport read(byte[] body, @Nullable DriverId sender) {
        JsonNode content = json.readTree(body);
        if (!GeoJsonFeatureFormat.isType(content, "FeatureCollection")) {
            return PositionReport.of(features.read(content));
        }
        if (!content.path("features").isArray()) {
            throw new InvalidValueException("features", "must be an array");
        }
        return PositionReport.of(content.path("features"), features::read);
    }
}
