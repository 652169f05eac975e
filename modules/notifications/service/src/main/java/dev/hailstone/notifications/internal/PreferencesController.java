package dev.hailstone.notifications.internal;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.function.Function;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.hailstone.infra.security.Caller;
import dev.hailstone.infra.security.OpenTo;
import dev.hailstone.infra.security.Role;
import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.RiderId;

/// Putting the same preference twice is putting it once, so no idempotency key is needed.
@RestController
@RequestMapping("/api/notifications/preferences")
@Tag(name = "notifications")
class PreferencesController {

    private final ChoosingPreferences choosing;

    PreferencesController(ChoosingPreferences choosing) {
        this.choosing = choosing;
    }

    @GetMapping
    @OpenTo({Role.RIDER, Role.DRIVER})
    @Operation(summary = "How a rider or a driver wants to be told")
    Choice choice(@RequestParam(required = false) @Nullable RiderId riderId,
            @RequestParam(required = false) @Nullable DriverId driverId, Caller caller) {
        return Choice.of(choosing.of(OwnMessages.recipient(caller, riderId, driverId)));
    }

    @PutMapping
    @OpenTo({Role.RIDER, Role.DRIVER})
    @Operation(summary = "Say how a rider or a driver wants to be told",
            description = """
                    Replaces what was said before; what is left out is unsaid. Nothing is pushed or e-mailed in quiet hours, but \
                    after them; all of it can be listed at once.""")
    Choice choose(@RequestParam(required = false) @Nullable RiderId riderId,
            @RequestParam(required = false) @Nullable DriverId driverId, @RequestBody Choice choice, Caller caller) {
        Recipient recipient = OwnMessages.recipient(caller, riderId, driverId);
        Preference preference = choice.preference();
        choosing.choose(recipient, preference);
        return Choice.of(preference);
    }

    /// A [Preference] as clients write it.
    record Choice(
            @Schema(description = "`en`, `de` or `es`; absent, it is what `Accept-Language` asks for",
                    example = "de") @Nullable String language,
            @Schema(description = "Absent, no e-mail is sent", example = "ada@example.org") @Nullable String email,
            @Nullable Quiet quietHours) {

        static Choice of(Preference preference) {
            QuietHours quiet = preference.quietHours();
            return new Choice(preference.language() == null ? null : preference.language().tag(),
                    preference.email() == null ? null : preference.email().value(),
                    quiet == null
                            ? null
                            : new Quiet(quiet.from().toString(), quiet.until().toString(), quiet.zone().getId()));
        }

        Preference preference() {
            return new Preference(language == null ? null : Language.of(language),
                    email == null ? null : EmailAddress.of(email), quietHours == null ? null : quietHours.hours());
        }
    }

    /// [QuietHours] as clients write them.
    record Quiet(@Schema(description = "To the microsecond; what is finer is cut off", example = "22:00") String from,
            @Schema(description = "Before `from` if it is on the next day", example = "07:00") String until,
            @Schema(example = "Europe/Berlin") String zone) {

        QuietHours hours() {
            LocalTime begin = read("from", from, LocalTime::parse, "a time of the day like 22:00");
            LocalTime end = read("until", until, LocalTime::parse, "a time of the day like 07:00");
            ZoneId place = read("zone", zone, ZoneId::of, "a time zone like Europe/Berlin");
            try {
                return new QuietHours(begin, end, place);
            } catch (InvalidValueException refusal) {
                throw new InvalidValueException("quietHours." + refusal.field(), refusal.reason());
            }
        }

        private static <T> T read(String field, String text, Function<String, T> reader, String kind) {
            try {
                return reader.apply(text);
            } catch (DateTimeException _) {
                throw new InvalidValueException("quietHours." + field, "must be " + kind);
            }
        }
    }
}
