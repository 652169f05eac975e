package dev.hailstone.notifications.internal;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.hailstone.kernel.InvalidValueException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class QuietHoursTests {

    /// Clocks in Berlin go forward at 2 on 29 March 2026 and back at 3 on 25 October.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            22:00 | 07:00 | America/New_York | 2026-11-24T02:59:59Z |
            22:00 | 07:00 | America/New_York | 2026-11-24T03:00:00Z | 2026-11-24T12:00:00Z
            22:00 | 07:00 | America/New_York | 2026-11-24T08:00:00Z | 2026-11-24T12:00:00Z
            22:00 | 07:00 | America/New_York | 2026-11-24T12:00:00Z |
            13:00 | 15:00 | Asia/Kolkata     | 2026-11-24T07:29:59Z |
            13:00 | 15:00 | Asia/Kolkata     | 2026-11-24T07:30:00Z | 2026-11-24T09:30:00Z
            22:00 | 02:30 | Europe/Berlin    | 2026-03-29T00:59:59Z | 2026-03-29T01:00:00Z
            22:00 | 02:30 | Europe/Berlin    | 2026-03-29T01:00:00Z |
            22:00 | 02:30 | Europe/Berlin    | 2026-10-25T00:15:00Z | 2026-10-25T00:30:00Z
            22:00 | 02:30 | Europe/Berlin    | 2026-10-25T01:15:00Z | 2026-10-25T01:30:00Z
            00:00 | 23:59 | UTC              | 2026-11-24T23:59:00Z |
            """)
    void endWhenTheRecipientsClockSaysSo(LocalTime from, LocalTime until, ZoneId zone, Instant now,
            @Nullable Instant end) {
        assertThat(new QuietHours(from, until, zone).endAt(now).orElse(null)).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({"12:00, 12:00", "22:00:00.0000001, 22:00:00.0000002", "22:00:00.000001, 22:00:00.0000019"})
    void areNotEmpty(LocalTime from, LocalTime until) {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> new QuietHours(from, until, ZoneId.of("UTC")));
    }

    @Test
    void areWhatTheDatabaseKeeps() {
        assertThat(new QuietHours(LocalTime.MAX, LocalTime.NOON, ZoneId.of("UTC")).from())
                .isEqualTo(LocalTime.parse("23:59:59.999999"));
    }
}
