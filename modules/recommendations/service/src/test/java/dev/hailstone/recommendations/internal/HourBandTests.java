package dev.hailstone.recommendations.internal;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static dev.hailstone.recommendations.internal.HourBand.EVENING;
import static dev.hailstone.recommendations.internal.HourBand.MIDDAY;
import static dev.hailstone.recommendations.internal.HourBand.MORNING;
import static dev.hailstone.recommendations.internal.HourBand.NIGHT;
import static org.assertj.core.api.Assertions.assertThat;

class HourBandTests {

    @Test
    void dividesTheDay() {
        List<HourBand> day = IntStream.range(0, 24).mapToObj(HourBand::of).toList();

        assertThat(day).startsWith(NIGHT, NIGHT, NIGHT, NIGHT, NIGHT, NIGHT)
                .containsSubsequence(MORNING, MIDDAY, EVENING, NIGHT)
                .endsWith(EVENING, NIGHT, NIGHT);
        assertThat(day.subList(6, 11)).containsOnly(MORNING);
        assertThat(day.subList(11, 16)).containsOnly(MIDDAY);
        assertThat(day.subList(16, 22)).containsOnly(EVENING);
    }
}
