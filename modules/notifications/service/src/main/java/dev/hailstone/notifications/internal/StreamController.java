package dev.hailstone.notifications.internal;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.hailstone.infra.security.Caller;
import dev.hailstone.infra.security.OpenTo;
import dev.hailstone.infra.security.Role;
import dev.hailstone.infra.web.Problem;
import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.RiderId;

/// Notifications as they are told. It writes to the response itself: Spring's emitters would let a thread wait for each
/// slow client.
@RestController
@Tag(name = "notifications")
class StreamController {

    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final ReadingNotifications reading;
    private final PushingNotifications pushing;
    private final Clock clock;

    StreamController(ReadingNotifications reading, PushingNotifications pushing, Clock clock) {
        this.reading = reading;
        this.pushing = pushing;
        this.clock = clock;
    }

    @GetMapping(path = "/api/notifications/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @OpenTo({Role.RIDER, Role.DRIVER})
    @Operation(summary = "Listen to a rider's or a driver's notifications (server-sent events)",
            description = """
                    Each event's id is the notification's position. A client that was cut off sends the last one that it knows as \
                    `Last-Event-ID`, or as `after`; whichever process it meets goes on from there. \
                    Without either, the stream begins with what is told from now on. Nothing is pushed in quiet hours, but after \
                    them. A client that takes nothing for a while is dropped, and so is one whose token has ended: it \
                    goes on with a new one. A process that serves as many as it can, or as many of \
                    one recipient as may listen, answers with `too-many-streams` (503).""")
    @ApiResponse(responseCode = "200",
            content = @Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE, schema = @Schema(type = "string"),
                    examples = @ExampleObject("""
                            id: 7
                            event: notification
                            data: {"notificationId": "…", "position": 7, "template": "driver-waiting", …}
                            """)))
    void stream(@RequestParam(required = false) @Nullable RiderId riderId,
            @RequestParam(required = false) @Nullable DriverId driverId,
            @RequestParam(required = false) @Nullable Long after,
            @RequestHeader(name = LAST_EVENT_ID, required = false) @Nullable Long lastEventId,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Nullable String acceptLanguage,
            HttpServletRequest request, HttpServletResponse response, Caller caller) throws IOException {
        Recipient recipient = OwnMessages.recipient(caller, riderId, driverId);
        requireNatural("after", after);
        requireNatural(LAST_EVENT_ID, lastEventId);
        // Nothing is written to who asks for the headers only, so it would never be seen that they have gone.
        if (HttpMethod.HEAD.matches(request.getMethod())) {
            describe(response);
            return;
        }
        long latest = reading.latestPosition(recipient);
        Long known = lastEventId == null ? after : lastEventId;
        long position = known == null ? latest : Math.min(known, latest);
        switch (pushing.serve(recipient,
                () -> open(recipient, position, acceptLanguage, caller.until(), request, response))) {
            case FREE -> {
            }
            case NONE -> throw tooMany("this process serves as many streams as it can; try again later");
            case NONE_FOR_RECIPIENT ->
                throw tooMany("as many clients listen to this recipient's notifications as may; close one first");
        }
    }

    private static void describe(HttpServletResponse response) {
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE + ";charset=UTF-8");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        // Tells proxies of nginx's kind to pass on each event at once.
        response.setHeader("X-Accel-Buffering", "no");
    }

    private EventStream open(Recipient recipient, long position, @Nullable String acceptLanguage,
            @Nullable Instant until, HttpServletRequest request, HttpServletResponse response) throws IOException {
        describe(response);
        AsyncContext exchange = request.startAsync(request, response);
        exchange.setTimeout(0);
        return new EventStream(recipient, position, acceptLanguage, exchange, clock.instant(), until, pushing::forget);
    }

    private static Problem tooMany(String detail) {
        return Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "too-many-streams", detail);
    }

    private static void requireNatural(String field, @Nullable Long position) {
        if (position != null && position < 0) {
            throw new InvalidValueException(field, "must not be negative, was " + position);
        }
    }
}
