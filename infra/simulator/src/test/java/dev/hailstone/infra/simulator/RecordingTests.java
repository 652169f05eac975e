package dev.hailstone.infra.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.hailstone.infra.simulator.HailstoneApi.Fare;
import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.Money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

class RecordingTests {

    private static final Instant NOW = Instant.parse("2019-04-01T00:00:00Z");

    private final Recording recording = read();

    @Test
    void takesAmountsExactly() {
        assertThat(trip(2).fare()).isEqualTo(new Fare(Money.of("7.00", "USD"), Money.of("2.15", "USD"),
                Money.of("0.00", "USD"), Money.of("3.80", "USD")));
        assertThat(trip(4).fare().total()).isEqualTo(Money.of("42.71", "USD"));
        assertThat(recording.total()).isEqualTo(Money.of("68.26", "USD"));
    }

    @Test
    void convertsMilesAndLocalTimes() {
        assertThat(trip(2).distanceMetres()).isCloseTo(2574.95, within(0.01));
        assertThat(trip(2).startedAt()).isEqualTo(Instant.parse("2019-03-24T00:21:09Z"));
        assertThat(Duration.between(trip(4).startedAt(), trip(4).endedAt())).as("over the beginning of summer time")
                .isEqualTo(Duration.ofMinutes(20));
    }

    @Test
    void findsZonesByNameAndBorough() {
        assertThat(trip(2).dropoff()).isEqualTo(new GeoPoint(40.76, -73.98));
        assertThat(trip(3).pickup()).isEqualTo(new GeoPoint(40.75, -73.90));
        assertThat(trip(4).pickup()).as("the southernmost of several places").isEqualTo(new GeoPoint(40.68, -74.02));
    }

    @Test
    void putsTripsInTheOrderInWhichTheyBegan() {
        assertThat(recording.trips()).extracting(RecordedTrip::line).containsExactly(3L, 4L, 13L, 2L);
    }

    @Test
    void rejectsRowsThatAreNoTripsWithLineAndReason() {
        assertThat(recording.rejected()).containsExactly(new RejectedRow(5, "pickup_zone is missing"),
                new RejectedRow(6, "total is less than fare, tip and tolls"),
                new RejectedRow(7, "fare is negative: -10.00 USD"),
                new RejectedRow(8, "dropoff is before pickup"),
                new RejectedRow(9, "fare is no number: ten"),
                new RejectedRow(10, "dropoff is no time: yesterday"),
                new RejectedRow(11, "dropoff_zone is unknown: Market, Bronx"),
                new RejectedRow(12, "fare must have at most 2 decimals in USD, was 10.005"),
                new RejectedRow(14, "fare is more than 100000.00 USD: 200000.00 USD"),
                new RejectedRow(15, "total is more than 100000.00 USD above fare, tip and tolls"),
                new RejectedRow(16, "distance is more than 80000 km: 50000"),
                new RejectedRow(17, "pickup is before 2000-01-01T00:00:00Z"),
                new RejectedRow(18, "dropoff is more than 366 days after pickup"),
                new RejectedRow(19, "dropoff is in the future"));
    }

    @Test
    void takesRowsUpToTheLimitsOfTheServer(@TempDir Path directory) throws IOException {
        String header = Files.readAllLines(Fixtures.file("trips.csv")).getFirst();
        Path file = Files.writeString(directory.resolve("trips.csv"),
                header + """

                        1999-12-31 19:00:00,2000-12-31 19:00:00,1,49709,100000,100000,100000,400000,,,Harbour,Market,Manhattan,Queens
                        """);
        Instant dropoff = Instant.parse("2001-01-01T00:00:00Z");
        assertThat(Recording.read(file, Fixtures.file("zones.csv"), dropoff).rejected()).isEmpty();
    }

    @Test
    void countsLinesThatAreNoRows(@TempDir Path directory) throws IOException {
        List<String> lines = Files.readAllLines(Fixtures.file("trips.csv"));
        String header = lines.getFirst();
        String trip = lines.get(1);
        String noTrip = lines.get(4);
        String longRow = noTrip.replaceFirst("^[^,]*", "\"yester\nday\"");

        for (String end : List.of("\n", "")) {
            Path file = Files.writeString(directory.resolve("trips.csv"),
                    String.join("\n", header, noTrip, "", "", noTrip, longRow, noTrip, trip) + end);
            Recording counted = Recording.read(file, Fixtures.file("zones.csv"), NOW);

            assertThat(counted.rejected()).extracting(RejectedRow::line).containsExactly(2L, 5L, 7L, 8L);
            assertThat(counted.trips()).extracting(RecordedTrip::line).containsExactly(9L);
        }
    }

    @Test
    void refusesFilesThatAreSomethingElse(@TempDir Path directory) throws IOException {
        Path trips = Fixtures.file("trips.csv");
        Path zones = Fixtures.file("zones.csv");
        assertThatExceptionOfType(UnusableFileException.class).isThrownBy(() -> Recording.read(zones, zones, NOW))
                .withMessageContaining("lacks the columns pickup, dropoff, distance");
        assertThatExceptionOfType(UnusableFileException.class)
                .isThrownBy(() -> Recording.read(directory.resolve("none.csv"), zones, NOW))
                .withMessageContaining("there is no file");
        Path wrong = Files.writeString(directory.resolve("zones.csv"),
                "location_id,zone,borough,latitude,longitude\n1,A,B,91,0\n");
        assertThatExceptionOfType(UnusableFileException.class).isThrownBy(() -> Recording.read(trips, wrong, NOW))
                .withMessageContaining("record 1: latitude must be between");
        Path quoted = Files.writeString(directory.resolve("quoted.csv"), "\"pickup\"x,dropoff\n");
        assertThatExceptionOfType(UnusableFileException.class).isThrownBy(() -> Recording.read(quoted, zones, NOW))
                .withMessageContaining("quoted.csv is no CSV file: Invalid character");
        Path memory = Path.of("/proc/self/mem");
        assertThatExceptionOfType(UnusableFileException.class).isThrownBy(() -> Recording.read(memory, zones, NOW))
                .withMessageContaining("/proc/self/mem cannot be read");
    }

    private RecordedTrip trip(long line) {
        return recording.trips().stream().filter(it -> it.line() == line).findFirst().orElseThrow();
    }

    private static Recording read() {
        try {
            return Recording.read(Fixtures.file("trips.csv"), Fixtures.file("zones.csv"), NOW);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
