package dev.hailstone.infra.simulator;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HexFormat;
import java.util.List;

import org.apache.commons.csv.CSVRecord;

import dev.hailstone.infra.simulator.HailstoneApi.Fare;
import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.kernel.Money;

/// The recorded trips of a file, and the rows that are none.
///
/// Amounts are taken exactly as they are written. What the total holds beyond fare, tip and tolls are surcharges; a row
/// whose parts are negative or exceed its total is rejected, for no correction of ours would be the truth.
///
/// @param digest the first eight hexadecimal digits of the file's SHA-256
/// @param trips in the order in which they began
/// @param rejected in the order of the file
record Recording(Path file, String digest, List<RecordedTrip> trips, List<RejectedRow> rejected) {

    static final Currency CURRENCY = Currency.getInstance("USD");

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final DateTimeFormatter LOCAL_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    /// Metres in an international mile.
    private static final double MILE = 1_609.344;

    /// @throws UnusableFileException if a file is not there or has not the columns
    static Recording read(Path tripsFile, Path zonesFile) throws IOException {
        Zones zones = Zones.read(zonesFile);
        List<RecordedTrip> trips = new ArrayList<>();
        List<RejectedRow> rejected = new ArrayList<>();
        for (CsvFile.Row row : CsvFile.read(tripsFile, "pickup", "dropoff", "distance", "fare", "tip", "tolls", "total",
                "pickup_zone", "dropoff_zone", "pickup_borough", "dropoff_borough")) {
            try {
                trips.add(trip(row.line(), row.columns(), zones));
            } catch (InvalidValueException e) {
                rejected.add(new RejectedRow(row.line(), e.field() + " " + e.reason()));
            }
        }
        trips.sort(Comparator.comparing(RecordedTrip::startedAt).thenComparingLong(RecordedTrip::line));
        return new Recording(tripsFile, digest(tripsFile), List.copyOf(trips), List.copyOf(rejected));
    }

    /// The sum of all totals.
    Money total() {
        return trips.stream().map(trip -> trip.fare().total()).reduce(Money.zero(CURRENCY), Money::plus);
    }

    private static RecordedTrip trip(long line, CSVRecord row, Zones zones) {
        if (!row.isConsistent()) {
            throw new InvalidValueException("row", "has %d columns".formatted(row.size()));
        }
        Instant startedAt = time(row, "pickup");
        Instant endedAt = time(row, "dropoff");
        if (endedAt.isBefore(startedAt)) {
            throw new InvalidValueException("dropoff", "is before pickup");
        }
        BigDecimal miles = number(row, "distance");
        if (miles.signum() < 0) {
            throw new InvalidValueException("distance", "is negative: " + miles);
        }
        return new RecordedTrip(line, zones.centre("pickup_zone", row.get("pickup_zone"), row.get("pickup_borough")),
                zones.centre("dropoff_zone", row.get("dropoff_zone"), row.get("dropoff_borough")), startedAt, endedAt,
                miles.doubleValue() * MILE, fare(row));
    }

    private static Fare fare(CSVRecord row) {
        Money ride = amount(row, "fare");
        Money tip = amount(row, "tip");
        Money tolls = amount(row, "tolls");
        Money surcharges = amount(row, "total").minus(ride).minus(tip).minus(tolls);
        if (surcharges.isNegative()) {
            throw new InvalidValueException("total", "is less than fare, tip and tolls");
        }
        return new Fare(ride, tip, tolls, surcharges);
    }

    private static Money amount(CSVRecord row, String column) {
        Money amount;
        try {
            amount = new Money(number(row, column), CURRENCY);
        } catch (InvalidValueException e) {
            throw new InvalidValueException(column, e.reason());
        }
        if (amount.isNegative()) {
            throw new InvalidValueException(column, "is negative: " + amount);
        }
        return amount;
    }

    private static BigDecimal number(CSVRecord row, String column) {
        String text = row.get(column);
        if (!text.matches("-?\\d{1,12}(\\.\\d{1,12})?")) {
            throw new InvalidValueException(column, text.isEmpty() ? "is missing" : "is no number: " + text);
        }
        return new BigDecimal(text);
    }

    private static Instant time(CSVRecord row, String column) {
        try {
            return LocalDateTime.parse(row.get(column), LOCAL_TIME).atZone(NEW_YORK).toInstant();
        } catch (DateTimeException _) {
            throw new InvalidValueException(column, "is no time: " + row.get(column));
        }
    }

    private static String digest(Path file) throws IOException {
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(sha, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
