package dev.hailstone.infra.bench;

import org.junit.jupiter.api.Test;

import dev.hailstone.infra.bench.worker.Heard;
import dev.hailstone.infra.bench.worker.Tally;

import static org.assertj.core.api.Assertions.assertThat;

/// Where no table tells what was heard, the tally sees what a broker could do wrong.
class TallyTests {

    private final Tally told = new Tally();
    private final Tally heard = new Tally();

    TallyTests() {
        told.addAll("told-7", 3, 60);
    }

    @Test
    void findsNothingIfAllIsHeardOnceAndInOrder() {
        heard.add("told-7", 1, 10);
        heard.add("told-7", 2, 20);
        heard.add("told-7", 3, 30);

        assertThat(told.heardBy("queue", heard)).isEqualTo(new Heard("queue", 3, 0, 0, 0, 0, 0));
    }

    @Test
    void seesWhatIsLostAndWhatNobodyHasSaid() {
        heard.add("told-7", 1, 10);
        heard.add("told-7", 3, 30);
        heard.add("told-8", 1, 5);

        assertThat(told.heardBy("queue", heard)).isEqualTo(new Heard("queue", 3, 1, 0, 1, 0, -15));
    }

    @Test
    void seesWhatIsDoubledAndWhatIsLate() {
        heard.add("told-7", 2, 20);
        heard.add("told-7", 1, 10);
        heard.add("told-7", 3, 30);
        heard.add("told-7", 3, 30);

        assertThat(told.heardBy("queue", heard)).isEqualTo(new Heard("queue", 3, 0, 1, 0, 1, 30));
    }
}
