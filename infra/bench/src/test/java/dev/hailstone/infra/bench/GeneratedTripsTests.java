package dev.hailstone.infra.bench;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class GeneratedTripsTests {

    @TempDir private Path folder = Path.of("");

    @Test
    void areTheSameForOneSeedAndOthersForAnother() throws Exception {
        List<String> first = Files.readAllLines(GeneratedTrips.write(folder, 50, 1).trips());

        assertThat(first).hasSize(51);
        assertThat(Files.readAllLines(GeneratedTrips.write(folder, 50, 1).trips())).isEqualTo(first);
        assertThat(Files.readAllLines(GeneratedTrips.write(folder, 50, 2).trips())).isNotEqualTo(first);
    }

    @Test
    void costWhatTheirPartsSay() throws Exception {
        List<String> trips = Files.readAllLines(GeneratedTrips.write(folder, 50, 3).trips());

        assertThat(trips.subList(1, trips.size())).allSatisfy(trip -> {
            List<BigDecimal> amounts = List.of(trip.split(",", -1))
                    .subList(3, 7)
                    .stream()
                    .map(BigDecimal::new)
                    .toList();
            assertThat(amounts.get(3)).isEqualByComparingTo(
                    amounts.get(0).add(amounts.get(1)).add(amounts.get(2)).add(BigDecimal.ONE));
        });
    }

    @Test
    void goFromZoneToZone() throws Exception {
        GeneratedTrips generated = GeneratedTrips.write(folder, 50, 4);
        List<String> zones = Files.readAllLines(generated.zones())
                .stream()
                .map(zone -> zone.split(",", -1)[1])
                .toList();

        assertThat(Files.readAllLines(generated.trips()).subList(1, 51))
                .allSatisfy(trip -> assertThat(zones).contains(trip.split(",", -1)[7], trip.split(",", -1)[8]));
    }
}
