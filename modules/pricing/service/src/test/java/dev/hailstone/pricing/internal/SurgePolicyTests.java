package dev.hailstone.pricing.internal;

import java.math.BigDecimal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SurgePolicyTests {

    private final SurgePolicy policy = new SurgePolicy(5, new BigDecimal("0.5"), new BigDecimal("0.1"),
            new BigDecimal("3.0"));

    @ParameterizedTest
    @CsvSource({
            // nobody asks; few ask; as many ask as become free
            "0, 0, 1.0", "5, 0, 1.0", "40, 40, 1.0", "0, 90, 1.0",
            // twice, three times as many ask
            "10, 0, 1.5", "20, 5, 1.5", "30, 5, 2.0",
            // 1 + 0.5 × (7 ÷ 5 − 1) = 1.2, 1 + 0.5 × (23 ÷ 15 − 1) = 1.26…
            "7, 0, 1.2", "23, 10, 1.3",
            // never above the ceiling, also when drivers leave
            "1000, 0, 3.0", "10, -20, 1.5"})
    void risesWhenMoreRidersAskThanDriversBecomeFree(long requests, long drivers, BigDecimal factor) {
        assertThat(policy.next(BigDecimal.ONE, new Traffic(requests, drivers))).isEqualByComparingTo(factor);
    }

    @Test
    void doesNotFlickerBetweenTwoSteps() {
        BigDecimal now = new BigDecimal("1.5");
        // 1.46, 1.54 and 1.57 are not three quarters of a step away from 1.5; 1.58 is.
        assertThat(policy.next(now, new Traffic(48, 20))).isEqualTo(now);
        assertThat(policy.next(now, new Traffic(52, 20))).isEqualTo(now);
        assertThat(policy.next(now, new Traffic(214, 95))).isEqualTo(now);
        assertThat(policy.next(now, new Traffic(54, 20))).isEqualByComparingTo("1.6");
    }

    @Test
    void comesBackToTheTariff() {
        assertThat(policy.next(new BigDecimal("1.1"), Traffic.NONE)).isEqualByComparingTo("1");
        assertThat(policy.next(new BigDecimal("3.0"), Traffic.NONE)).isEqualByComparingTo("1");
    }

    @ParameterizedTest
    @CsvSource({
            "0.15, 3.0, 1.05", "0.3, 3.0, 1.2", "0.4, 3.0, 1.2", "0.6, 3.0, 1.2", "0.7, 3.0, 1.4",
            // a ceiling that lies nearer than a step
            "0.1, 1.05, 1.05"})
    void comesBackToTheTariffFromAStepNearIt(BigDecimal step, BigDecimal ceiling, BigDecimal now) {
        SurgePolicy policyOfStep = new SurgePolicy(5, new BigDecimal("0.5"), step, ceiling);
        assertThat(policyOfStep.next(now, Traffic.NONE)).isEqualByComparingTo("1");
    }

    @Test
    void keepsToTheCeilingWhenItIsNoMultipleOfTheStep() {
        SurgePolicy odd = new SurgePolicy(1, BigDecimal.ONE, new BigDecimal("0.2"), new BigDecimal("1.7"));
        assertThat(odd.next(BigDecimal.ONE, new Traffic(100, 0))).isEqualByComparingTo("1.7");
        assertThat(odd.next(new BigDecimal("1.7"), new Traffic(100, 0))).isEqualByComparingTo("1.7");
    }
}
