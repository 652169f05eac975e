package dev.hailstone.infra.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// A recording of trips that nobody has made, in the form of the New York City Taxi and Limousine Commission, for the
/// simulator to replay.
///
/// @param count how many there are
record GeneratedTrips(Path trips, Path zones, int count) {

    private static final int ZONES = 40;
    private static final int COLUMNS = 8;
    private static final LocalDateTime FIRST = LocalDateTime.of(2026, 1, 5, 6, 0);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    /// Writes the files.
    ///
    /// @param seed another one makes other trips, which riders of their own will make
    static GeneratedTrips write(Path directory, int count, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> zones = new ArrayList<>(List.of("location_id,zone,borough,latitude,longitude"));
        for (int zone = 0; zone < ZONES; zone++) {
            int row = zone / COLUMNS;
            int column = zone % COLUMNS;
            zones.add(String.format(Locale.ROOT, "%d,Zone %d,Manhattan,%.4f,%.4f", zone + 1, zone, 40.70 + 0.02 * row,
                    -74.00 + 0.01 * column));
        }
        List<String> trips = new ArrayList<>(List.of(
                "pickup,dropoff,distance,fare,tip,tolls,total,pickup_zone,dropoff_zone,pickup_borough,dropoff_borough"));
        for (int trip = 0; trip < count; trip++) {
            LocalDateTime pickup = FIRST.plusSeconds(trip);
            long fare = random.nextLong(500, 6_000);
            long tip = random.nextLong(0, 1_000);
            long tolls = random.nextInt(10) == 0 ? 694 : 0;
            trips.add(String.format(Locale.ROOT, "%s,%s,%.1f,%s,%s,%s,%s,Zone %d,Zone %d,Manhattan,Manhattan",
                    TIME.format(pickup), TIME.format(pickup.plusSeconds(random.nextInt(300, 2_000))),
                    random.nextDouble(0.5, 9), dollars(fare), dollars(tip), dollars(tolls),
                    dollars(fare + tip + tolls + 100), random.nextInt(ZONES), random.nextInt(ZONES)));
        }
        return new GeneratedTrips(Files.write(directory.resolve("trips-%d.csv".formatted(seed)), trips),
                Files.write(directory.resolve("zones.csv"), zones), count);
    }

    private static String dollars(long cents) {
        return String.format(Locale.ROOT, "%d.%02d", cents / 100, cents % 100);
    }
}
