package dev.hailstone.tracking.internal;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

import dev.hailstone.infra.web.Problem;
import dev.hailstone.kernel.InvalidValueException;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

/// Takes positions one at a time or many at once. They are no commands: the latest wins, so no idempotency key is needed.
@RestController
@Tag(name = "tracking")
final class PositionsController {

    private final List<PositionFormat> formats;
    private final ReportingPositions reporting;
    private final int limit;
    private final Counter received;
    private final Counter rejected;

    PositionsController(List<PositionFormat> formats, ReportingPositions reporting, TrackingSettings settings,
            MeterRegistry meters) {
        this.formats = formats;
        this.reporting = reporting;
        this.limit = settings.positionsPerRequest();
        this.received = Counter.builder("hailstone.tracking.positions.received")
                .description("Positions taken from requests")
                .register(meters);
        this.rejected = Counter.builder("hailstone.tracking.positions.rejected")
                .description("Position updates that were refused")
                .register(meters);
    }

    @PostMapping("/api/positions")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Where drivers are: one update or an array of them; an offline driver's first one brings them online")
    PositionReceipt report(
            @io.swagger.v3.oas.annotations.parameters.RequestBody(content = @Content(mediaType = APPLICATION_JSON_VALUE,
                    schema = @Schema(types = {"object", "array"}), examples = {
                            @ExampleObject(name = "one update", value = LocationUpdateFormat.EXAMPLE),
                            @ExampleObject(name = "several, in another form",
                                    value = "[" + PlainPositionFormat.EXAMPLE + "]")})) @RequestBody JsonNode body) {
        return body.isArray() ? takeMany(body) : takeOne(body);
    }

    private PositionReceipt takeOne(JsonNode body) {
        try {
            reporting.report(List.of(read(body)));
        } catch (InvalidValueException refusal) {
            rejected.increment();
            throw refusal;
        }
        received.increment();
        return new PositionReceipt(1, List.of());
    }

    /// A wrong update costs itself and no other.
    private PositionReceipt takeMany(JsonNode body) {
        if (body.size() > limit) {
            throw Problem.of(HttpStatus.CONTENT_TOO_LARGE, "too-many-positions",
                    "a request carries at most %d updates, this one has %d".formatted(limit, body.size()));
        }
        List<PositionUpdate> updates = new ArrayList<>(body.size());
        List<Rejection> rejections = new ArrayList<>();
        for (int i = 0; i < body.size(); i++) {
            try {
                updates.add(read(body.get(i)));
            } catch (InvalidValueException refusal) {
                rejections.add(new Rejection(i, refusal.field(), refusal.reason()));
            }
        }
        rejected.increment(rejections.size());
        reporting.report(updates);
        received.increment(updates.size());
        return new PositionReceipt(updates.size(), rejections);
    }

    private PositionUpdate read(JsonNode update) {
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

    /// How many updates were taken, and why the others were not.
    record PositionReceipt(int accepted, List<Rejection> rejected) {}

    /// @param index of the update in the array, from 0
    record Rejection(int index, String field, String reason) {}
}
