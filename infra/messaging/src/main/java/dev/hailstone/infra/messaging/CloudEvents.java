package dev.hailstone.infra.messaging;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.LongString;
import org.jspecify.annotations.Nullable;

/// Events as RabbitMQ messages, in the [binary form of CloudEvents for
/// AMQP](https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/amqp-protocol-binding.md): attributes as headers
/// that begin with `cloudEvents:`, the payload as the body.
///
/// What Hailstone adds are the headers `lane`, `position`, `version` and `previous`. Everything else in the headers is the
/// envelope's own, `traceparent` for example.
final class CloudEvents {

    private static final String PREFIX = "cloudEvents:";
    private static final String ID = PREFIX + "id";
    private static final String TYPE = PREFIX + "type";
    private static final String SOURCE = PREFIX + "source";
    private static final String TIME = PREFIX + "time";
    private static final String SUBJECT = PREFIX + "subject";
    private static final String SPEC_VERSION = PREFIX + "specversion";
    private static final String LANE = "lane";
    private static final String POSITION = "position";
    private static final String VERSION = "version";
    private static final String PREVIOUS = "previous";
    private static final Set<String> OURS = Set.of(LANE, POSITION, VERSION, PREVIOUS);
    private static final int PERSISTENT = 2;
    private static final String NO_HEADERS = "{}";

    private final EventJson json;

    CloudEvents(EventJson json) {
        this.json = json;
    }

    static byte[] body(EventEnvelope event) {
        return event.payload().getBytes(StandardCharsets.UTF_8);
    }

    BasicProperties properties(RelayedEvent relayed) {
        EventEnvelope event = relayed.event();
        Map<String, @Nullable Object> headers = new HashMap<>();
        if (!event.headers().equals(NO_HEADERS)) {
            json.map(event.headers()).forEach((name, value) -> {
                if (isTheirs(name)) {
                    headers.put(name, value);
                }
            });
        }
        headers.put(SPEC_VERSION, "1.0");
        headers.put(ID, event.eventId().toString());
        headers.put(TYPE, event.type());
        headers.put(SOURCE, "/hailstone/" + WireType.producerOf(event.type()));
        headers.put(TIME, event.occurredAt().toString());
        headers.put(SUBJECT, event.key());
        headers.put(LANE, event.lane());
        headers.put(POSITION, event.position());
        headers.put(VERSION, event.version());
        if (relayed.previous() != null) {
            headers.put(PREVIOUS, relayed.previous().toString());
        }
        return new BasicProperties.Builder().contentType("application/json")
                .deliveryMode(PERSISTENT)
                .messageId(event.eventId().toString())
                .headers(headers)
                .build();
    }

    /// @throws IllegalArgumentException if the message is none of this producer's events; the message says why
    RelayedEvent read(String producer, BasicProperties properties, byte[] body) {
        Map<String, Object> headers = properties.getHeaders() == null ? Map.of() : properties.getHeaders();
        String type = text(headers, TYPE);
        if (!type.startsWith(producer + ".")) {
            throw new IllegalArgumentException("'%s' is no type of %s".formatted(type, producer));
        }
        long lane = number(headers, LANE);
        long position = number(headers, POSITION);
        long version = number(headers, VERSION);
        String key = text(headers, SUBJECT);
        if (lane != Lane.of(key) || position < 1 || version < 1 || version > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("key '%s' is not in lane %d, or position %d or version %d is none"
                    .formatted(key, lane, position, version));
        }
        String payload = new String(body, StandardCharsets.UTF_8);
        json.tree(payload);
        Object previous = headers.get(PREVIOUS);
        return new RelayedEvent(new EventEnvelope((int) lane, position, UUID.fromString(text(headers, ID)), key, type,
                (int) version, time(headers), theirs(headers), payload),
                previous == null ? null : UUID.fromString(previous.toString()));
    }

    private String theirs(Map<String, Object> headers) {
        Map<String, @Nullable Object> theirs = new LinkedHashMap<>();
        headers.forEach((name, value) -> {
            if (isTheirs(name)) {
                theirs.put(name, plain(value));
            }
        });
        return theirs.isEmpty() ? NO_HEADERS : json.text(theirs);
    }

    /// Headers that begin with `x-` are the broker's own.
    private static boolean isTheirs(String name) {
        return !OURS.contains(name) && !name.startsWith(PREFIX) && !name.startsWith("x-");
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case LongString text -> text.toString();
            case List<?> list -> list.stream().map(CloudEvents::plain).toList();
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> plain = new LinkedHashMap<>();
                map.forEach((name, each) -> plain.put(String.valueOf(name), plain(each)));
                yield plain;
            }
            case null, default -> value;
        };
    }

    private static Instant time(Map<String, Object> headers) {
        String text = text(headers, TIME);
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException wrong) {
            throw new IllegalArgumentException("header %s is no instant: '%s'".formatted(TIME, text), wrong);
        }
    }

    private static String text(Map<String, Object> headers, String name) {
        Object value = headers.get(name);
        if (value == null) {
            throw new IllegalArgumentException("header %s is missing".formatted(name));
        }
        return value.toString();
    }

    private static long number(Map<String, Object> headers, String name) {
        if (headers.get(name) instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalArgumentException("header %s is no number: %s".formatted(name, headers.get(name)));
    }
}
