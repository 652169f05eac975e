package dev.hailstone.recommendations.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

import dev.hailstone.kernel.GeoPoint;

/// The rides of a file of recorded taxi trips, from the centre of one zone to that of another.
///
/// @param rides in the order in which they began
/// @param rejected how many rows lack a zone, or name one that is not in the list
record RecordedRides(List<Ride> rides, int rejected) {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final DateTimeFormatter LOCAL_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final CSVFormat FORMAT = CSVFormat.DEFAULT.builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setTrim(true)
            .get();

    /// @throws IOException if a file is not there
    /// @throws IllegalArgumentException if a file lacks a column, or a number or time is none
    static RecordedRides read(Path trips, Path zones) throws IOException {
        Map<Zone, GeoPoint> centres = new HashMap<>();
        for (CSVRecord row : rows(zones)) {
            // Of several places of one name the first counts.
            centres.putIfAbsent(new Zone(row.get("zone"), row.get("borough")), new GeoPoint(
                    Double.parseDouble(row.get("latitude")), Double.parseDouble(row.get("longitude"))));
        }
        List<Started> rides = new ArrayList<>();
        List<CSVRecord> rows = rows(trips);
        for (CSVRecord row : rows) {
            LocalDateTime pickup = time(row, "pickup");
            LocalDateTime dropoff = time(row, "dropoff");
            Optional<GeoPoint> from = centre(centres, row, "pickup");
            Optional<GeoPoint> to = centre(centres, row, "dropoff");
            if (from.isPresent() && to.isPresent()) {
                rides.add(new Started(pickup, new Ride(Cell.of(from.get()), HourBand.of(pickup.getHour()), to.get(),
                        dropoff.atZone(NEW_YORK).toInstant())));
            }
        }
        return new RecordedRides(
                rides.stream().sorted(Comparator.comparing(Started::at)).map(Started::ride).toList(),
                rows.size() - rides.size());
    }

    private static List<CSVRecord> rows(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no file " + file.toAbsolutePath().normalize());
        }
        try (CSVParser parser = CSVParser.parse(file, StandardCharsets.UTF_8, FORMAT)) {
            return parser.getRecords();
        } catch (UncheckedIOException unreadable) {
            throw new IOException("%s is no CSV: %s".formatted(file, unreadable.getMessage()), unreadable);
        }
    }

    private static LocalDateTime time(CSVRecord row, String column) {
        try {
            return LocalDateTime.parse(row.get(column), LOCAL_TIME);
        } catch (DateTimeParseException none) {
            throw new IllegalArgumentException("trip %d: %s is no time of the form yyyy-MM-dd HH:mm:ss: '%s'"
                    .formatted(row.getRecordNumber(), column, none.getParsedString()), none);
        }
    }

    private static Optional<GeoPoint> centre(Map<Zone, GeoPoint> centres, CSVRecord row, String end) {
        return Optional.ofNullable(centres.get(new Zone(row.get(end + "_zone"), row.get(end + "_borough"))));
    }

    private record Zone(String name, String borough) {}

    private record Started(LocalDateTime at, Ride ride) {}
}
