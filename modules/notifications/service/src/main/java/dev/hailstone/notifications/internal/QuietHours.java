package dev.hailstone.notifications.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;

import dev.hailstone.kernel.InvalidValueException;

/// The part of each day in which a recipient wants to be left alone. What happens then is stored at once, and pushed and
/// sent afterwards.
///
/// Times are exact to the microsecond, which is what the database keeps; what is finer is cut off.
///
/// @param from when it begins
/// @param until when it is over; before `from`, if that is on the next day
record QuietHours(LocalTime from, LocalTime until, ZoneId zone) {

    /// @throws InvalidValueException if they would be empty
    QuietHours {
        from = from.truncatedTo(ChronoUnit.MICROS);
        until = until.truncatedTo(ChronoUnit.MICROS);
        if (from.equals(until)) {
            throw new InvalidValueException("until", "must differ from 'from', which was the same");
        }
    }

    /// When the quiet hours that run at this moment are over; empty if none run.
    Optional<Instant> endAt(Instant now) {
        ZonedDateTime local = now.atZone(zone);
        LocalTime time = local.toLocalTime();
        boolean sameDay = from.isBefore(until);
        boolean quiet = sameDay
                ? !time.isBefore(from) && time.isBefore(until)
                : !time.isBefore(from) || time.isBefore(until);
        if (!quiet) {
            return Optional.empty();
        }
        LocalDate today = local.toLocalDate();
        return Optional.of(firstAfter(now, (time.isBefore(until) ? today : today.plusDays(1)).atTime(until)));
    }

    /// Clocks that are set back show a time twice, and clocks that are set forward leave times out.
    private Instant firstAfter(Instant now, LocalDateTime end) {
        ZoneOffsetTransition transition = zone.getRules().getTransition(end);
        if (transition != null && transition.isGap()) {
            return transition.getInstant();
        }
        Instant first = end.atZone(zone).withEarlierOffsetAtOverlap().toInstant();
        return first.isAfter(now) ? first : end.atZone(zone).withLaterOffsetAtOverlap().toInstant();
    }
}
