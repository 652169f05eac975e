package dev.hailstone.tracking.internal;

import java.util.List;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletRequest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.util.MimeType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;

import dev.hailstone.infra.security.Caller;
import dev.hailstone.infra.security.OpenTo;
import dev.hailstone.infra.security.Role;
import dev.hailstone.infra.web.Problem;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.tracking.internal.PositionReport.Rejection;
import dev.hailstone.tracking.internal.TakingReports.Outcome;

/// Takes positions one at a time or many at once. They are no commands: the latest wins, so no idempotency key is needed.
@RestController
@Tag(name = "tracking")
final class PositionsController {

    private final TakingReports taking;

    PositionsController(TakingReports taking) {
        this.taking = taking;
    }

    @PostMapping(path = "/api/positions", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @OpenTo(Role.DRIVER)
    @Operation(
            summary = "Where drivers are: one update or several; an offline driver's first one brings them online",
            description = """
                    The content type says in which language: JSON, one object or an array; GeoJSON, a Feature or a \
                    FeatureCollection; or sentences of NMEA 0183, one a line, with the driver as a parameter. A wrong update \
                    among several costs itself and no other. Drivers report themselves only: of a request that names \
                    another one, nothing is taken.""")
    PositionReceipt report(
            @Parameter(description = "Whose device it is, where the body does not say it",
                    schema = @Schema(type = "string")) @RequestParam(required = false) @Nullable DriverId driverId,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(content = {
                    @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(types = {"object", "array"}), examples = {
                                    @ExampleObject(name = "one update", value = LocationUpdateFormat.EXAMPLE),
                                    @ExampleObject(name = "several, in another form",
                                            value = "[" + PlainPositionFormat.EXAMPLE + "]")}),
                    @Content(mediaType = GeoJsonDeviceFormat.CONTENT_TYPE, schema = @Schema(type = "object"),
                            examples = @ExampleObject(GeoJsonFeatureFormat.EXAMPLE)),
                    @Content(mediaType = NmeaDeviceFormat.CONTENT_TYPE, schema = @Schema(type = "string"),
                            examples = @ExampleObject(NmeaDeviceFormat.EXAMPLE))}) @RequestBody byte[] body,
            HttpServletRequest request, Caller caller) {
        String contentType = request.getContentType();
        MimeType format = contentType == null
                ? MediaType.APPLICATION_OCTET_STREAM
                : MediaType.parseMediaType(contentType);
        try {
            return switch (taking.take(format, body, driverId,
                    caller.seesAll() ? TakingReports.ANYBODY : driver -> caller.isSelf(Role.DRIVER, driver))) {
                case Outcome.Taken(int accepted, List<Rejection> rejected) -> new PositionReceipt(accepted, rejected);
                case Outcome.OfAnotherDriver(DriverId driver) ->
                    throw Problem.notYours(
                            "%s may not report where %s is; nothing was taken".formatted(caller.subject(), driver));
                case Outcome.TooMany(int size, int limit) -> throw Problem.of(HttpStatus.CONTENT_TOO_LARGE,
                        "too-many-positions",
                        "a request carries at most %d updates, this one has %d".formatted(limit, size));
                case Outcome.UnknownFormat(List<MimeType> known) -> throw Problem.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                        "unsupported-media-type", "this endpoint reads " + known.stream()
                                .map(MimeType::toString)
                                .collect(Collectors.joining(", ")));
            };
        } catch (JacksonException malformed) {
            throw new HttpMessageNotReadableException("The body is not JSON", malformed,
                    new ServletServerHttpRequest(request));
        }
    }

    /// How many updates were taken, and why the others were not.
    record PositionReceipt(int accepted, List<Rejection> rejected) {}
}
