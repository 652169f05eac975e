package dev.hailstone.infra.bench;

import java.util.List;
import java.util.stream.DoubleStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.hailstone.infra.bench.Comparison.Pair;

import static org.assertj.core.api.Assertions.assertThat;

class ComparisonTests {

    @Test
    void isTheMedianOfThePairsRatiosAndNotTheRatioOfTheMedians() {
        Comparison comparison = comparison(null, new Pair(30, 10), new Pair(10, 5), new Pair(8, 3.2));

        assertThat(comparison.median()).isEqualTo(2.5);
        assertThat(comparison.lowest()).isEqualTo(2);
        assertThat(comparison.highest()).isEqualTo(3);
    }

    @Test
    void liesBetweenTheTwoInTheMiddleIfPairsAreEven() {
        assertThat(comparison(null, new Pair(2, 1), new Pair(3, 1)).median()).isEqualTo(2.5);
    }

    @Test
    void isJudgedByItsGoal() {
        Pair pair = new Pair(3.2, 1);

        assertThat(comparison(Goal.atLeast(3.2), pair).verdict()).isEqualTo(Verdict.MET);
        assertThat(comparison(Goal.atLeast(3.3), pair).verdict()).isEqualTo(Verdict.NOT_MET);
        assertThat(comparison(Goal.atMost(3.1), pair).verdict()).isEqualTo(Verdict.NOT_MET);
        assertThat(comparison(null, pair).verdict()).isEqualTo(Verdict.NO_GOAL);
    }

    @Test
    void isVoidIfItsRangeIsWiderThanAQuarterOfItsMedian() {
        assertThat(comparison(Goal.atLeast(1), pairs(3.5, 4, 4.5)).verdict()).isEqualTo(Verdict.MET);
        assertThat(comparison(Goal.atLeast(1), pairs(3.5, 4, 4.6)).verdict()).isEqualTo(Verdict.VOID);
    }

    @Test
    void isVoidIfASideDidNothing() {
        assertThat(comparison(Goal.atLeast(1), new Pair(0, 0)).verdict()).isEqualTo(Verdict.VOID);
    }

    @Test
    void takesTurnsSoThatDriftMeetsBothSides() throws Exception {
        StringBuilder order = new StringBuilder();

        List<Pair> pairs = Turns.take(3, () -> order.append('A').length(), () -> order.append('B').length());

        assertThat(order).hasToString("ABBAAB");
        assertThat(pairs).containsExactly(new Pair(1, 2), new Pair(4, 3), new Pair(5, 6));
    }

    private static Pair[] pairs(double... ratios) {
        return DoubleStream.of(ratios).mapToObj(ratio -> new Pair(ratio, 1)).toArray(Pair[]::new);
    }

    private static Comparison comparison(@Nullable Goal goal, Pair... pairs) {
        return new Comparison("speed", "hare", "hedgehog", "m/s", goal, List.of(pairs));
    }
}
