package dev.hailstone.simulation;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import dev.hailstone.simulation.Simulation.Outcome;
import dev.hailstone.trips.CancellationReason;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/// Whatever a seed does to them: trips end as the model says, each amount is where the model says, and the same seed does the
/// same again.
class DomainSimulationTests {

    private static final int FIXED = 60;
    /// In which a trip that stands in the way of a request ends before the request is answered.
    private static final long FINDS_A_RACE = 143;
    private static final int AT_ONCE = 8;
    /// The seed to replay, and no other.
    private static final Long ONE = Long.getLong("simulation.seed");
    /// How long fresh seeds are tried.
    private static final Duration FRESH = Duration.ofSeconds(Long.getLong("simulation.seconds", 5));

    @Test
    void agreesWithTheModelOnEachSeed() throws Exception {
        long begin = System.nanoTime();
        List<Outcome> outcomes = new ArrayList<>();
        if (ONE != null) {
            outcomes.add(Simulation.run(ONE));
        } else {
            outcomes.addAll(run(1, FIXED));
            outcomes.addAll(run(FINDS_A_RACE, 1));
            assertThat(endsOf(outcomes)).containsOnlyKeys(everyEnd());
            long first = ThreadLocalRandom.current().nextInt(FIXED + 1, Integer.MAX_VALUE);
            System.out.printf("Fresh seeds from %d on%n", first);
            long end = System.nanoTime() + FRESH.toNanos();
            for (long seed = first; System.nanoTime() < end; seed += AT_ONCE) {
                outcomes.addAll(run(seed, AT_ONCE));
            }
        }
        report(outcomes, (System.nanoTime() - begin) / 1e9);
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.trips()).isPositive());
    }

    /// Seeds know nothing of each other, so each may have a thread.
    private static List<Outcome> run(long first, int seeds) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            List<Future<Outcome>> futures = threads.invokeAll(LongStream.range(first, first + seeds)
                    .<Callable<Outcome>>mapToObj(seed -> () -> Simulation.run(seed))
                    .toList());
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<Outcome> future : futures) {
                outcomes.add(future.get());
            }
            return outcomes;
        }
    }

    private static Map<String, Integer> endsOf(List<Outcome> outcomes) {
        Map<String, Integer> ends = new TreeMap<>();
        outcomes.forEach(outcome -> outcome.ends().forEach((end, trips) -> ends.merge(end, trips, Integer::sum)));
        return ends;
    }

    private static List<String> everyEnd() {
        return Stream.concat(Stream.of("COMPLETED"),
                Stream.of(CancellationReason.values()).map(reason -> "CANCELLED " + reason)).toList();
    }

    private static void report(List<Outcome> outcomes, double seconds) {
        int trips = outcomes.stream().mapToInt(Outcome::trips).sum();
        int deaths = outcomes.stream().mapToInt(Outcome::deaths).sum();
        System.out.printf("%d seeds, %d trips, %.0f a second, %d processes died: %s%n", outcomes.size(), trips,
                trips / seconds, deaths, endsOf(outcomes));
    }

    @Test
    void tellsTheSameStoryOfASeedInAnotherProcess() throws IOException, InterruptedException {
        Process other = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
                System.getProperty("java.class.path"), Replay.class.getName(), "3", "6")
                .redirectErrorStream(true)
                .start();
        String told = new String(other.getInputStream().readAllBytes(), UTF_8);

        assertThat(other.waitFor()).as(told).isZero();
        assertThat(told.lines()).containsExactly(Simulation.run(3).toString(), Simulation.run(6).toString());
    }
}
