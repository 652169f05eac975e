package dev.hailstone.infra.simulator;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
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

import dev.hailstone.infra.simulator.HailstoneApi.Completion;
import dev.hailstone.infra.simulator.HailstoneApi.Fare;
import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.kernel.Money;

/// The recorded trips of a file, and the rows that are none.
///
/// Amounts are taken exactly as they are written. What the total holds beyond fare, tip and tolls are surcharges; a row
/// whose parts are negative or exceed its total is rejected, for no correction of ours would be the truth. So is one that the
/// server would not take for the end of a ride.
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

    /// @param now a ride that ends later is none yet
    /// @throws UnusableFileException if a file is not there, cannot be read or has not the columns
    static Recording read(Path tripsFile, Path zonesFile, Instant now) throws IOException {
        Zones zones = Zones.read(zonesFile);
        List<RecordedTrip> trips = new ArrayList<>();
        List<RejectedRow> rejected = new ArrayList<>();
        for (CsvFile.Row row : CsvFile.read(tripsFile, "pickup", "dropoff", "distance", "fare", "tip", "tolls", "total",
                "pickup_zone", "dropoff_zone", "pickup_borough", "dropoff_borough")) {
            try {
                trips.add(trip(row.line(), row.columns(), zones, now));
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

    private static RecordedTrip trip(long line, CSVRecord row, Zones zones, Instant now) {
        require(row.isConsistent(), "row", "has %d columns".formatted(row.size()));
        Instant startedAt = time(row, "pickup");
        Instant endedAt = time(row, "dropoff");
        require(!startedAt.isBefore(Completion.EARLIEST), "pickup", "is before " + Completion.EARLIEST);
        require(!endedAt.isBefore(startedAt), "dropoff", "is before pickup");
        require(!endedAt.isAfter(now), "dropoff", "is in the future");
        require(Duration.between(startedAt, endedAt).compareTo(Completion.LONGEST) <= 0, "dropoff",
                "is more than %d days after pickup".formatted(Completion.LONGEST.toDays()));
        BigDecimal miles = number(row, "distance");
        double metres = miles.doubleValue() * MILE;
        require(miles.signum() >= 0, "distance", "is negative: " + miles);
        require(metres <= Completion.FARTHEST, "distance",
                "is more than %.0f km: %s".formatted(Completion.FARTHEST / 1_000, miles));
        return new RecordedTrip(line, zones.centre("pickup_zone", row.get("pickup_zone"), row.get("pickup_borough")),
                zones.centre("dropoff_zone", row.get("dropoff_zone"), row.get("dropoff_borough")), startedAt, endedAt,
                metres, fare(row));
    }

    private static Fare fare(CSVRecord row) {
        Money ride = part(row, "fare");
        Money tip = part(row, "tip");
        Money tolls = part(row, "tolls");
        Money surcharges = amount(row, "total").minus(ride).minus(tip).minus(tolls);
        require(!surcharges.isNegative(), "total", "is less than fare, tip and tolls");
        require(surcharges.compareTo(Completion.HIGHEST) <= 0, "total",
                "is more than %s above fare, tip and tolls".formatted(Completion.HIGHEST));
        return new Fare(ride, tip, tolls, surcharges);
    }

    private static Money part(CSVRecord row, String column) {
        Money part = amount(row, column);
        require(part.compareTo(Completion.HIGHEST) <= 0, column,
                "is more than %s: %s".formatted(Completion.HIGHEST, part));
        return part;
    }

    private static Money amount(CSVRecord row, String column) {
        Money amount;
        try {
            amount = new Money(number(row, column), CURRENCY);
        } catch (InvalidValueException e) {
            throw new InvalidValueException(column, e.reason());
        }
        require(!amount.isNegative(), column, "is negative: " + amount);
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

    private static void require(boolean holds, String column, String reason) {
        if (!holds) {
            throw new InvalidValueException(column, reason);
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
