package dev.hailstone.recommendations.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import dev.hailstone.kernel.GeoPoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

class EvaluationTests {

    /// Beside the repository, not in it. Maven runs tests in the folder of the jar.
    private static final Path RECORDED = Path.of("../../../../shared/data/nyc-taxi");

    /// On the recorded trips where they are; where not, the test says so, and what remains is the city below.
    @TestFactory
    Stream<DynamicTest> beatsPopularityOnRecordedTrips() {
        Path folder = RECORDED.toAbsolutePath().normalize();
        if (!Files.isDirectory(folder)) {
            System.out.println("NOT EVALUATED ON RECORDED TRIPS: there is no folder " + folder);
            return Stream.of(dynamicTest("there are none in " + folder, () -> assertThat(folder).doesNotExist()));
        }
        return Stream.of(dynamicTest(folder.toString(), () -> {
            RecordedRides recorded = RecordedRides.read(folder.resolve("trips.csv"), folder.resolve("zones.csv"));
            Evaluation evaluation = Evaluation.of(recorded.rides());
            System.out.println(evaluation.text());
            assertThat(recorded.rides()).hasSize(6_383);
            assertThat(recorded.rejected()).isEqualTo(50);
            assertThat(evaluation.beatsBoth()).as(evaluation.text()).isTrue();
        }));
    }

    @Test
    void beatsPopularityInACityOfHabits() {
        Evaluation evaluation = Evaluation.of(cityOfHabits(new Random(25), 4_000));

        assertThat(evaluation.learned()).isEqualTo(3_200);
        assertThat(evaluation.suggestions().asked()).isEqualTo(800);
        assertThat(evaluation.beatsBoth()).as(evaluation.text()).isTrue();
    }

    @Test
    void countsHitsAndRanks() {
        // Learns four rides and asks about one: the museum is the second most popular place, and the first from the hotel.
        Evaluation evaluation = Evaluation.of(List.of(ride(0, 2), ride(0, 2), ride(3, 1), ride(0, 2), ride(3, 1)));

        assertThat(evaluation.popularity().hitRate()).isEqualTo(1);
        assertThat(evaluation.popularity().meanReciprocalRank()).isEqualTo(0.5, within(1e-12));
        assertThat(evaluation.popularityByOrigin().meanReciprocalRank()).isEqualTo(1, within(1e-12));
        assertThat(evaluation.text()).contains("popularity by pickup zone        1.0000                 1.0000");
    }

    @Test
    void countsNothingForAPlaceNobodyHasSeen() {
        Evaluation evaluation = Evaluation.of(List.of(ride(0, 1), ride(0, 1), ride(0, 1), ride(0, 1), ride(0, 7)));

        assertThat(evaluation.suggestions().hitRate()).isZero();
        assertThat(evaluation.suggestions().meanReciprocalRank()).isZero();
        assertThat(evaluation.beatsBoth()).isFalse();
    }

    @Test
    void readsRidesInTheOrderInWhichTheyBeganAndLeavesOutThoseWithoutZones(@TempDir Path folder) throws IOException {
        Path trips = Files.writeString(folder.resolve("trips.csv"), """
                pickup,dropoff,pickup_zone,dropoff_zone,pickup_borough,dropoff_borough
                2019-03-02 18:00:00,2019-03-02 18:20:00,Harlem,Market,Manhattan,Bronx
                2019-03-01 08:00:00,2019-03-01 08:20:00,Market,Harlem,Bronx,Manhattan
                2019-03-01 07:00:00,2019-03-01 07:20:00,,Harlem,,Manhattan
                2019-03-01 07:00:00,2019-03-01 07:20:00,Market,Harlem,Queens,Manhattan
                """);
        Path zones = Files.writeString(folder.resolve("zones.csv"), """
                location_id,zone,borough,latitude,longitude
                1,Harlem,Manhattan,40.81,-73.94
                2,Market,Bronx,40.80,-73.87
                3,Market,Bronx,40.70,-73.87
                """);

        RecordedRides recorded = RecordedRides.read(trips, zones);

        GeoPoint harlem = new GeoPoint(40.81, -73.94);
        GeoPoint market = new GeoPoint(40.80, -73.87);
        assertThat(recorded.rides()).containsExactly(
                new Ride(Cell.of(market), HourBand.MORNING, harlem, Instant.parse("2019-03-01T13:20:00Z")),
                new Ride(Cell.of(harlem), HourBand.EVENING, market, Instant.parse("2019-03-02T23:20:00Z")));
        assertThat(recorded.rejected()).isEqualTo(2);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> RecordedRides.read(folder.resolve("no"), zones))
                .withMessageContaining("there is no file");
    }

    @Test
    void saysWhichTimeIsNone(@TempDir Path folder) throws IOException {
        Path zones = Files.writeString(folder.resolve("zones.csv"), "zone,borough,latitude,longitude\n");
        Path trips = Files.writeString(folder.resolve("trips.csv"), """
                pickup,dropoff,pickup_zone,pickup_borough,dropoff_zone,dropoff_borough
                2019-03-01T08:00,2019-03-01 08:10:00,A,B,A,B
                """);

        assertThatIllegalArgumentException().isThrownBy(() -> RecordedRides.read(trips, zones))
                .withMessage("trip 1: pickup is no time of the form yyyy-MM-dd HH:mm:ss: '2019-03-01T08:00'");
    }

    @Test
    void needsFiveRides() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Evaluation.of(List.of(ride(0, 2), ride(0, 2), ride(3, 1), ride(0, 2))))
                .withMessage("only 4 of them have known zones");
    }

    /// Places in a row. Riders stay in their half of the city, go west in the morning and east in the evening, and not far.
    private static List<Ride> cityOfHabits(Random random, int count) {
        List<Ride> rides = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            HourBand band = random.nextBoolean() ? HourBand.MORNING : HourBand.EVENING;
            int half = random.nextInt(2) * 40;
            int from = random.nextInt(40);
            int far = (int) Math.abs(random.nextGaussian() * 6);
            int to = Math.clamp(band == HourBand.MORNING ? from - far : (long) from + far, 0, 39);
            rides.add(ride(half + from, half + to, band));
        }
        return rides;
    }

    private static Ride ride(int from, int to) {
        return ride(from, to, HourBand.MORNING);
    }

    private static Ride ride(int from, int to, HourBand band) {
        return new Ride(Cell.of(place(from)), band, place(to), Instant.EPOCH);
    }

    private static GeoPoint place(int number) {
        return new GeoPoint(40.7, -74 + number * 0.01);
    }
}
