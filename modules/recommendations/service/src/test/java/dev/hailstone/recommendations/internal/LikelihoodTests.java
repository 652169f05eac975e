package dev.hailstone.recommendations.internal;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.hailstone.kernel.GeoPoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class LikelihoodTests {

    @Test
    void isThePopularityWhereNothingIsKnownOfTheOrigin() {
        Destination park = destination(1, 30, 0, 0);
        Destination station = destination(2, 10, 0, 0);
        Likelihood likelihood = new Likelihood(new Evidence(List.of(park, station), 40));

        assertThat(likelihood.of(park)).isEqualTo(0.75, within(1e-12));
        assertThat(likelihood.of(station)).isEqualTo(0.25, within(1e-12));
    }

    @Test
    void followsTheFormulaInItsDocumentation() {
        Destination airport = destination(1, 20, 6, 1);
        Likelihood likelihood = new Likelihood(new Evidence(List.of(airport, destination(2, 80, 4, 4)), 100));

        double anywhere = 20 / 100.0;
        double fromHere = (6 + 5 * anywhere) / (10 + 5);
        assertThat(likelihood.of(airport)).isEqualTo((1 + 5 * fromHere) / (5 + 5), within(1e-12));
    }

    @Test
    void sumsToOneOverAllDestinations() {
        List<Destination> all = List.of(destination(1, 7, 3, 0), destination(2, 11, 2, 2), destination(3, 5, 0, 0));
        Likelihood likelihood = new Likelihood(new Evidence(all, 23));

        assertThat(all.stream().mapToDouble(likelihood::of).sum()).isEqualTo(1, within(1e-12));
    }

    @Test
    void approachesThePlainFrequencyWithMuchEvidence() {
        Destination office = destination(1, 9_000, 9_000, 9_000);
        Likelihood likelihood = new Likelihood(
                new Evidence(List.of(office, destination(2, 1_000, 1_000, 1_000)), 10_000));

        assertThat(likelihood.of(office)).isEqualTo(0.9, within(0.001));
    }

    private static Destination destination(int column, long arrivals, long rides, long ridesInBand) {
        return new Destination(new Cell(65_000, column), new GeoPoint(40.7, -74), arrivals, rides, ridesInBand);
    }
}
