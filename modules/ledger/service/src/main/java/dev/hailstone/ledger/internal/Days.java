package dev.hailstone.ledger.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

import dev.hailstone.kernel.InvalidValueException;

/// The days that anybody may ask about. Java knows years that PostgreSQL does not, and some that have no day after them.
final class Days {

    private static final int FIRST_YEAR = 1;
    private static final int LAST_YEAR = 9999;

    private Days() {}

    /// @throws InvalidValueException if the day is of another year
    static LocalDate required(String field, LocalDate day) {
        if (day.getYear() < FIRST_YEAR || day.getYear() > LAST_YEAR) {
            throw new InvalidValueException(field,
                    "must be in the years %d to %d, was %s".formatted(FIRST_YEAR, LAST_YEAR, day));
        }
        return day;
    }

    /// @throws InvalidValueException if the instant is of another year, in UTC
    static Instant required(String field, Instant instant) {
        // An instant has years for which there is no day.
        if (instant.isBefore(start(FIRST_YEAR)) || !instant.isBefore(start(LAST_YEAR + 1))) {
            throw new InvalidValueException(field,
                    "must be in the years %d to %d, was %s".formatted(FIRST_YEAR, LAST_YEAR, instant));
        }
        return instant;
    }

    private static Instant start(int year) {
        return LocalDate.of(year, 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
