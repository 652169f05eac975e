package dev.hailstone.tracking.internal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.InvalidValueException;

/// The sentence RMC of NMEA 0183, which every satellite receiver speaks: where it is, and since when it knows.
///
/// `$GPRMC,123519.00,A,4807.038,N,01131.000,E,022.4,084.4,230326,003.1,W*4D`: time, status, latitude, longitude, speed,
/// course, date, magnetic variation, and the exclusive or of all characters between `$` and `*`. Of the sentence's talkers,
/// `GP` and `GN` (several satellite systems) are understood.
///
/// A date has two digits for the year, and old receivers forget every 1,024 weeks how often they have counted to 1,024.
/// The year is the last one with these digits that does not lie in the future. If the date is more than 512 weeks ago,
/// 1,024 weeks are added as often as that does not lead into the future either. A clock may be fast by a day.
///
/// @param fixedAt when the receiver found out, by the receiver's word
record RecommendedMinimum(GeoPoint position, Instant fixedAt) {

    private static final Pattern SENTENCE = Pattern.compile("\\$([^$*]*)(?:\\*(.*))?");
    private static final Pattern TIME = Pattern.compile("(\\d\\d)(\\d\\d)(\\d\\d)(?:\\.(\\d{1,9}))?");
    private static final Pattern DATE = Pattern.compile("(\\d\\d)(\\d\\d)(\\d\\d)");
    private static final Pattern LATITUDE = Pattern.compile("(\\d\\d)(\\d\\d(?:\\.\\d*)?)");
    private static final Pattern LONGITUDE = Pattern.compile("(\\d\\d\\d)(\\d\\d(?:\\.\\d*)?)");
    private static final int ROLL_OVER = 1024;

    /// @param now by which dates are completed
    /// @throws InvalidValueException if it is another sentence, damaged, or says that the receiver does not know
    static RecommendedMinimum parse(String sentence, Instant now) {
        Matcher parts = SENTENCE.matcher(sentence);
        if (!parts.matches()) {
            throw new InvalidValueException("sentence", "must be like $GPRMC,…*6A");
        }
        requireChecksum(parts.group(1), parts.group(2));
        String[] fields = parts.group(1).split(",", -1);
        if (!fields[0].equals("GPRMC") && !fields[0].equals("GNRMC")) {
            throw new InvalidValueException("sentence", "must be $GPRMC or $GNRMC");
        }
        if (fields.length < 10) {
            throw new InvalidValueException("sentence",
                    "must have at least 10 fields, has %d".formatted(fields.length));
        }
        requireValid(fields);
        GeoPoint position = new GeoPoint(degrees("latitude", LATITUDE, fields[3], fields[4], "N", "S"),
                degrees("longitude", LONGITUDE, fields[5], fields[6], "E", "W"));
        return new RecommendedMinimum(position, instant(date(fields[9], now), time(fields[1]), now));
    }

    /// A receiver that has no fix goes on to send its last position.
    private static void requireValid(String[] fields) {
        if (!fields[2].equals("A")) {
            throw new InvalidValueException("status",
                    "must be A: with %s the receiver does not know where it is".formatted(
                            fields[2].isEmpty() ? "none" : "V"));
        }
        if (fields.length > 12 && fields[12].equals("N")) {
            throw new InvalidValueException("mode", "must not be N: the receiver does not know where it is");
        }
    }

    private static void requireChecksum(String content, @Nullable String checksum) {
        if (checksum == null) {
            throw new InvalidValueException("checksum", "is required");
        }
        int expected = 0;
        for (int i = 0; i < content.length(); i++) {
            expected ^= content.charAt(i);
        }
        if (!checksum.equalsIgnoreCase("%02X".formatted(expected))) {
            throw new InvalidValueException("checksum", "must be %02X".formatted(expected));
        }
    }

    /// @param text degrees and minutes, ddmm.mmmm or dddmm.mmmm
    private static double degrees(String field, Pattern form, String text, String side, String positive,
            String negative) {
        Matcher parts = form.matcher(text);
        if (!parts.matches()) {
            throw new InvalidValueException(field, "must be degrees and minutes like %s"
                    .formatted(form == LATITUDE ? "4807.038" : "01131.000"));
        }
        double minutes = Double.parseDouble(parts.group(2));
        if (minutes >= 60) {
            throw new InvalidValueException(field, "must have less than 60 minutes");
        }
        if (!side.equals(positive) && !side.equals(negative)) {
            throw new InvalidValueException(field, "must be followed by %s or %s".formatted(positive, negative));
        }
        double degrees = Integer.parseInt(parts.group(1)) + minutes / 60;
        return side.equals(positive) ? degrees : -degrees;
    }

    private static LocalTime time(String text) {
        Matcher parts = TIME.matcher(text);
        if (!parts.matches()) {
            throw new InvalidValueException("time", "must be like 123519.00");
        }
        int second = number(parts, 3);
        String fraction = parts.group(4) == null ? "0" : parts.group(4);
        int nanos = Integer.parseInt((fraction + "00000000").substring(0, 9));
        try {
            // Receivers show a leap second as it is.
            return second == 60
                    ? LocalTime.of(number(parts, 1), number(parts, 2), 59, 999_999_999)
                    : LocalTime.of(number(parts, 1), number(parts, 2), second, nanos);
        } catch (DateTimeException _) {
            throw new InvalidValueException("time", "must be a time of the day");
        }
    }

    private static LocalDate date(String text, Instant now) {
        Matcher parts = DATE.matcher(text);
        if (!parts.matches()) {
            throw new InvalidValueException("date", "must be like 230326");
        }
        LocalDate latest = latest(now);
        int year = latest.getYear() - Math.floorMod(latest.getYear() - number(parts, 3), 100);
        try {
            LocalDate date = LocalDate.of(year, number(parts, 2), number(parts, 1));
            return date.isAfter(latest) ? date.minusYears(100) : date;
        } catch (DateTimeException _) {
            throw new InvalidValueException("date", "must be a day, month and year that there are");
        }
    }

    private static Instant instant(LocalDate date, LocalTime time, Instant now) {
        LocalDate told = date;
        while (told.isBefore(latest(now).minusWeeks(ROLL_OVER / 2))
                && !told.plusWeeks(ROLL_OVER).isAfter(latest(now))) {
            told = told.plusWeeks(ROLL_OVER);
        }
        return told.atTime(time).toInstant(ZoneOffset.UTC);
    }

    private static LocalDate latest(Instant now) {
        return now.atOffset(ZoneOffset.UTC).toLocalDate().plusDays(1);
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }
}
