package dev.hailstone.infra.simulator;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.apache.commons.csv.CSVRecord;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.InvalidValueException;

/// Taxi zones by name.
///
/// Some zones consist of several places under one name. Of these the first counts: by location id, then from south to
/// north, then from west to east, so that every run replays the same trips.
final class Zones {

    private static final Comparator<Zone> ORDER = Comparator.comparingInt(Zone::locationId)
            .thenComparingDouble(zone -> zone.centre().latitude())
            .thenComparingDouble(zone -> zone.centre().longitude());

    private final Map<String, List<Zone>> byName;

    Zones(List<Zone> zones) {
        this.byName = zones.stream().sorted(ORDER).collect(Collectors.groupingBy(Zone::name));
    }

    /// @throws UnusableFileException if the file is not there or not a list of zones
    static Zones read(Path file) {
        return new Zones(CsvFile.read(file, "location_id", "zone", "borough", "latitude", "longitude")
                .stream()
                .map(row -> zone(file, row.columns()))
                .toList());
    }

    /// The centre of a zone.
    ///
    /// @param borough empty if it is not known
    /// @throws InvalidValueException if there is no such zone
    GeoPoint centre(String field, String name, String borough) {
        if (name.isBlank()) {
            throw new InvalidValueException(field, "is missing");
        }
        return byName.getOrDefault(name, List.of())
                .stream()
                .filter(zone -> borough.isBlank() || zone.borough().equals(borough))
                .findFirst()
                .orElseThrow(() -> new InvalidValueException(field,
                        "is unknown: " + (borough.isBlank() ? name : name + ", " + borough)))
                .centre();
    }

    private static Zone zone(Path file, CSVRecord row) {
        try {
            return new Zone(Integer.parseInt(row.get("location_id")), row.get("zone"), row.get("borough"),
                    new GeoPoint(Double.parseDouble(row.get("latitude")), Double.parseDouble(row.get("longitude"))));
        } catch (IllegalArgumentException e) {
            throw new UnusableFileException("%s, record %d: %s".formatted(file, row.getRecordNumber(), e.getMessage()));
        }
    }
}
