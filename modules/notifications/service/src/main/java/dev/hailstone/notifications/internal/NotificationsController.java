package dev.hailstone.notifications.internal;

import java.util.List;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.infra.security.Caller;
import dev.hailstone.infra.security.OpenTo;
import dev.hailstone.infra.security.Role;
import dev.hailstone.infra.web.Problem;
import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.notifications.internal.ReadingNotifications.MarkRead;
import dev.hailstone.notifications.internal.ReadingNotifications.Outcome;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.RiderId;

@RestController
@RequestMapping("/api/notifications")
@Tag(name = "notifications", description = "Messages to riders and drivers.")
class NotificationsController {

    private static final int MOST = 200;

    private final ReadingNotifications reading;
    private final Wording wording;

    NotificationsController(ReadingNotifications reading, Wording wording) {
        this.reading = reading;
        this.wording = wording;
    }

    @GetMapping
    @OpenTo({Role.RIDER, Role.DRIVER})
    @Operation(summary = "List a rider's or a driver's notifications in the order in which they were told",
            description = "Name either the rider or the driver. For the next page, pass the last notification's position as `after`.")
    ResponseEntity<Page> list(@RequestParam(required = false) @Nullable RiderId riderId,
            @RequestParam(required = false) @Nullable DriverId driverId,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "50") int limit,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Nullable String acceptLanguage,
            Caller caller) {
        if (limit < 1 || limit > MOST) {
            throw new InvalidValueException("limit", "must be between 1 and %d, was %d".formatted(MOST, limit));
        }
        if (after < 0) {
            throw new InvalidValueException("after", "must not be negative, was " + after);
        }
        ReadingNotifications.Page page = reading.list(OwnMessages.recipient(caller, riderId, driverId), after, limit);
        Language language = page.preference().languageOr(acceptLanguage);
        return answer(language, new Page(page.notifications()
                .stream()
                .map(notification -> WordedNotification.of(notification, wording, language))
                .toList()));
    }

    @PostMapping("/{notificationId}/read")
    @OpenTo({Role.RIDER, Role.DRIVER})
    @Operation(summary = "Confirm that a notification has been read")
    ResponseEntity<WordedNotification> markRead(@PathVariable NotificationId notificationId, IdempotencyKey key,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Nullable String acceptLanguage,
            Caller caller) {
        if (!caller.seesAll()) {
            reading.recipientOf(notificationId).ifPresent(recipient -> OwnMessages.require(caller, recipient));
        }
        return switch (reading.markRead(key, new MarkRead(notificationId))) {
            case Outcome.Read(Notification read, Preference preference) -> {
                Language language = preference.languageOr(acceptLanguage);
                yield answer(language, WordedNotification.of(read, wording, language));
            }
            case Outcome.Unknown _ -> throw Problem.unknown("notification", notificationId);
            case Outcome.KeyReused _ -> throw Problem.keyReused(key);
        };
    }

    private static <T> ResponseEntity<T> answer(Language language, T body) {
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_LANGUAGE, language.tag())
                .varyBy(HttpHeaders.ACCEPT_LANGUAGE)
                .body(body);
    }

    /// Notifications of one recipient.
    record Page(List<WordedNotification> notifications) {}
}
