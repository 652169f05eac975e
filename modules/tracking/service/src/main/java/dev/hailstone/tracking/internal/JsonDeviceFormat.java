package dev.hailstone.tracking.internal;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.tracking.DriverId;

/// One JSON object or an array of them, each in any [form of an object][PositionFormat].
@Component
final class JsonDeviceFormat implements DeviceFormat {

    private final JsonMapper json;
    private final List<PositionFormat> formats;

    JsonDeviceFormat(JsonMapper json, List<PositionFormat> formats) {
        this.json = json;
        this.formats = formats;
    }

    @Override
    public List<MimeType> contentTypes() {
        return List.of(MimeTypeUtils.APPLICATION_JSON);
    }

    @Override
    public PositionReport read(byte[] body, @Nullable DriverId sender) {
        JsonNode content = json.readTree(body);
        return content.isArray()
                ? PositionReport.of(content, this::update)
                : PositionReport.of(update(content));
    }

    private PositionUpdate update(JsonNode update) {
        if (!update.isObject()) {
            throw new InvalidValueException("update", "must be an object");
        }
        for (PositionFormat format : formats) {
            if (format.recognizes(update)) {
                return format.read(update);
            }
        }
        throw new InvalidValueException("driver_id", "is required");
    }
}
