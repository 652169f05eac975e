package dev.hailstone.infra.messaging;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import dev.hailstone.infra.json.HailstoneJson;
import dev.hailstone.kernel.ModuleEvent;

/// Events as JSON, in the form that [HailstoneJson] fixes.
final class EventJson {

    /// In bytes of UTF-8. What is larger belongs into a table, with its id in the event.
    static final int PAYLOAD_LIMIT = 64 * 1024;

    private final JsonMapper mapper = HailstoneJson.mapper();

    /// @throws IllegalArgumentException if the JSON is larger than [#PAYLOAD_LIMIT]
    String write(ModuleEvent event) {
        String payload = mapper.writeValueAsString(event);
        int size = payload.getBytes(StandardCharsets.UTF_8).length;
        if (size > PAYLOAD_LIMIT) {
            throw new IllegalArgumentException(
                    """
                            %s of key %s is %d bytes of JSON, more than the %d that an event may have. Keep the bulk in a table \
                            of the module and publish its id."""
                            .formatted(WireType.of(event.getClass()).name(), event.key(),
                                    size, PAYLOAD_LIMIT));
        }
        return payload;
    }

    <E extends ModuleEvent> E read(String payload, Class<E> type) {
        return mapper.readValue(payload, type);
    }

    <E extends ModuleEvent> E read(ObjectNode payload, Class<E> type) {
        return mapper.treeToValue(payload, type);
    }

    /// @throws IllegalArgumentException if the payload is no JSON object
    ObjectNode tree(String payload) {
        if (mapper.readTree(payload) instanceof ObjectNode object) {
            return object;
        }
        throw new IllegalArgumentException("an event's payload is a JSON object");
    }

    /// A JSON object as a map of plain values.
    Map<String, @Nullable Object> map(String object) {
        return mapper.readValue(object, new TypeReference<>() {});
    }

    /// Anything that the transport itself writes.
    String text(Object value) {
        return mapper.writeValueAsString(value);
    }

    /// What [#text] has written.
    ///
    /// @throws RuntimeException if it is something else
    <T> T message(byte[] text, Class<T> type) {
        return mapper.readValue(text, type);
    }
}
