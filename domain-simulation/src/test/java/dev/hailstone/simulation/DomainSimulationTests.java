package dev.hailstone.simulation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import dev.hailstone.simulation.Simulation.Outcome;

import static org.assertj.core.api.Assertions.assertThat;

/// Whatever happens, trips end, money is where the model says, and each seed tells the same story again.
class DomainSimulationTests {

    @Test
    void theDomainAgreesWithTheModel() {
        long begin = System.nanoTime();
        List<Outcome> outcomes = LongStream.range(1, 40).mapToObj(Simulation::run).toList();
        double seconds = (System.nanoTime() - begin) / 1e9;
        Map<String, Integer> ends = new TreeMap<>();
        outcomes.forEach(outcome -> outcome.ends().forEach((end, count) -> ends.merge(end, count, Integer::sum)));
        int trips = outcomes.stream().mapToInt(Outcome::trips).sum();
        System.out.printf("%d trips, %.0f a second: %s%n", trips, trips / seconds, ends);
        assertThat(trips).isPositive();
    }

    @Test
    void aSeedTellsItsStoryAgain() {
        assertThat(Simulation.run(7)).isEqualTo(Simulation.run(7));
    }
}
