package dev.hailstone.tracking.internal;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.hailstone.kernel.InvalidValueException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

class RecommendedMinimumTests {

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    @Test
    void readsTheSentenceThatEveryManualShows() {
        RecommendedMinimum fix = RecommendedMinimum
                .parse("$GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W*6A", NOW);

        assertThat(fix.position().latitude()).isCloseTo(48 + 7.038 / 60, within(1e-12));
        assertThat(fix.position().longitude()).isCloseTo(11 + 31.0 / 60, within(1e-12));
    }

    @Test
    void readsSouthAndWestAndOtherTalkers() {
        RecommendedMinimum fix = RecommendedMinimum
                .parse(sentence("GNRMC,235959.5,A,3351.5000,S,15112.6000,W,,,221126,,,A"), NOW);

        assertThat(fix.position().latitude()).isCloseTo(-(33 + 51.5 / 60), within(1e-12));
        assertThat(fix.position().longitude()).isCloseTo(-(151 + 12.6 / 60), within(1e-12));
        assertThat(fix.fixedAt()).isEqualTo("2026-11-22T23:59:59.500Z");
    }

    /// No receiver knows the future, but for a clock that is a little fast; those that have rolled over are 1,024 weeks
    /// behind.
    @ParameterizedTest
    @CsvSource({
            "230326, 2026-03-23",
            "241126, 2026-11-24",
            "251126, 2025-01-09",
            "231176, 2016-02-23",
            "090407, 2026-11-23",
            "230817, 2017-08-23",
            "010130, 2008-07-02",
            "290224, 2024-02-29",
            "230394, 2013-11-06"})
    void completesTheDate(String date, String completed) {
        Instant fixedAt = RecommendedMinimum
                .parse(sentence("GPRMC,000000,A,0000.0,N,00000.0,E,,," + date + ",,"), NOW)
                .fixedAt();

        assertThat(fixedAt).isEqualTo(completed + "T00:00:00Z");
    }

    @Test
    void takesALeapSecondForTheEndOfTheMinute() {
        assertThat(RecommendedMinimum.parse(sentence("GPRMC,235960,A,0000.0,N,00000.0,E,,,311216,,"), NOW).fixedAt())
                .isBetween(Instant.parse("2016-12-31T23:59:59Z"), Instant.parse("2017-01-01T00:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GPRMC,123519,V,4807.038,N,01131.000,E,,,230326,,   | status
            GPRMC,123519,,4807.038,N,01131.000,E,,,230326,,    | status
            GPRMC,123519,A,4807.038,N,01131.000,E,,,230326,,,N | mode
            GPRMC,123519,A,,N,01131.000,E,,,230326,,           | latitude
            GPRMC,123519,A,4860.000,N,01131.000,E,,,230326,,   | latitude
            GPRMC,123519,A,9000.001,N,01131.000,E,,,230326,,   | latitude
            GPRMC,123519,A,4807.038,X,01131.000,E,,,230326,,   | latitude
            GPRMC,123519,A,4807.038,N,1131.000,E,,,230326,,    | longitude
            GPRMC,123519,A,4807.038,N,18000.001,W,,,230326,,   | longitude
            GPRMC,123519,A,4807.038,N,01131.000,,,,230326,,    | longitude
            GPRMC,,A,4807.038,N,01131.000,E,,,230326,,         | time
            GPRMC,246000,A,4807.038,N,01131.000,E,,,230326,,   | time
            GPRMC,123519,A,4807.038,N,01131.000,E,,,,,         | date
            GPRMC,123519,A,4807.038,N,01131.000,E,,,310226,,   | date
            GPRMC,123519,A,4807.038,N                          | sentence
            GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4 | sentence
            """)
    void refusesWhatDoesNotSayWhereTheReceiverIs(String content, String field) {
        assertRefused(sentence(content), field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            $GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W*6B | checksum
            $GPRMC,123519,A,4807.039,N,01131.000,E,022.4,084.4,230394,003.1,W*6A | checksum
            $GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W*   | checksum
            $GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W    | checksum
            GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W*6A  | sentence
            {"driverId": 7}                                                      | sentence
            """)
    void refusesWhatIsDamaged(String sentence, String field) {
        assertRefused(sentence, field);
    }

    private static void assertRefused(String sentence, String field) {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> RecommendedMinimum.parse(sentence, NOW))
                .satisfies(refusal -> assertThat(refusal.field()).isEqualTo(field));
    }

    private static String sentence(String content) {
        int checksum = content.chars().reduce(0, (left, right) -> left ^ right);
        return "$%s*%02X".formatted(content, checksum);
    }
}
