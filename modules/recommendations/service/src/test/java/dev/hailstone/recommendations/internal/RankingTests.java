package dev.hailstone.recommendations.internal;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.hailstone.kernel.GeoPoint;

import static dev.hailstone.recommendations.internal.HourBand.EVENING;
import static dev.hailstone.recommendations.internal.HourBand.MORNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class RankingTests {

    private static final GeoPoint HOTEL = new GeoPoint(40.7614, -73.9776);
    private static final GeoPoint HOSTEL = new GeoPoint(40.7514, -73.9676);
    private static final GeoPoint MUSEUM = new GeoPoint(40.7794, -73.9632);
    private static final GeoPoint OFFICE = new GeoPoint(40.7069, -74.0113);
    private static final GeoPoint STADIUM = new GeoPoint(40.8296, -73.9262);

    private final RidesInMemory rides = new RidesInMemory();

    @Test
    void knowsNothingBeforeTheFirstRide() {
        assertThat(rank(HOTEL, MORNING)).isEmpty();
    }

    @Test
    void isThePopularityWhereNothingIsKnownOfTheOrigin() {
        ride(30, OFFICE, MUSEUM, MORNING);
        ride(10, MUSEUM, STADIUM, MORNING);

        assertThat(score(HOTEL, MUSEUM, MORNING)).isEqualTo(0.75, within(1e-12));
        assertThat(score(HOTEL, STADIUM, MORNING)).isEqualTo(0.25, within(1e-12));
    }

    @Test
    void followsTheFormulaInItsDocumentation() {
        ride(40, HOTEL, MUSEUM, MORNING);
        ride(10, OFFICE, HOTEL, EVENING);
        ride(20, MUSEUM, OFFICE, EVENING);
        ride(30, OFFICE, STADIUM, EVENING);

        // Stops: hotel 50, museum 60, office 60. Arrivals: 40, 10, 20 and 30, of which 60 in the evening.
        double museum = 40 / Math.sqrt(50 * 60);
        double office = 10 / Math.sqrt(50 * 60);
        double nearPlaces = (museum * 20 + 2 * 0.20) / (museum * 20 + office * 40 + 2);
        double here = (0 + 0.5 * 10 + 40 * nearPlaces) / (40 + 0.5 * 10 + 40);
        double hour = (20 + 50.0) / (20 * 0.6 + 50);
        assertThat(score(HOTEL, OFFICE, EVENING)).isEqualTo(here * hour, within(1e-12));
    }

    @Test
    void suggestsWhereRidersOfSimilarPlacesWent() {
        ride(20, HOTEL, HOSTEL, MORNING);
        ride(60, HOSTEL, MUSEUM, MORNING);
        ride(60, OFFICE, STADIUM, MORNING);

        assertThat(score(HOTEL, MUSEUM, MORNING)).as("nobody rode there from the hotel")
                .isGreaterThan(1.5 * score(HOTEL, STADIUM, MORNING));
    }

    @Test
    void knowsThatWhoCameMayGoBack() {
        ride(60, OFFICE, HOTEL, MORNING);
        ride(60, MUSEUM, OFFICE, MORNING);
        ride(60, OFFICE, STADIUM, MORNING);

        assertThat(cells(HOTEL, MORNING)).startsWith(Cell.of(OFFICE));
    }

    @Test
    void prefersWhatIsUsualAtTheTimeOfDay() {
        ride(60, HOTEL, OFFICE, MORNING);
        ride(50, HOTEL, STADIUM, EVENING);

        assertThat(cells(HOTEL, MORNING)).containsExactly(Cell.of(OFFICE), Cell.of(STADIUM));
        assertThat(cells(HOTEL, EVENING)).containsExactly(Cell.of(STADIUM), Cell.of(OFFICE));
    }

    @Test
    void approachesThePlainFrequencyWithMuchEvidence() {
        ride(9_000, HOTEL, OFFICE, MORNING);
        ride(1_000, HOTEL, STADIUM, MORNING);

        assertThat(score(HOTEL, OFFICE, MORNING)).isEqualTo(0.9, within(0.001));
    }

    @Test
    void addsTheMostPopularPlacesAndNoMoreThanAskedFor() {
        ride(3, OFFICE, MUSEUM, MORNING);
        ride(2, OFFICE, STADIUM, MORNING);
        ride(1, OFFICE, HOSTEL, MORNING);

        assertThat(new Ranking(rides).rank(Cell.of(HOTEL), MORNING, 2)).extracting(it -> it.destination().cell())
                .containsExactly(Cell.of(MUSEUM), Cell.of(STADIUM));
    }

    private void ride(int times, GeoPoint from, GeoPoint to, HourBand band) {
        for (int i = 0; i < times; i++) {
            rides.learn(new Ride(Cell.of(from), band, to, Instant.EPOCH));
        }
    }

    private List<Candidate> rank(GeoPoint standing, HourBand band) {
        return new Ranking(rides).rank(Cell.of(standing), band, 10);
    }

    private List<Cell> cells(GeoPoint standing, HourBand band) {
        return rank(standing, band).stream().map(candidate -> candidate.destination().cell()).toList();
    }

    private double score(GeoPoint standing, GeoPoint place, HourBand band) {
        return rank(standing, band).stream()
                .filter(candidate -> candidate.destination().cell().equals(Cell.of(place)))
                .findFirst()
                .orElseThrow()
                .score();
    }
}
