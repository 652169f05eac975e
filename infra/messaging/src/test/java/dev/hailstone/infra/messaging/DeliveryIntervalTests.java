package dev.hailstone.infra.messaging;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// How long events wait for others.
class DeliveryIntervalTests {

    private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");

    private final DeliveryInterval interval = new DeliveryInterval(Duration.ofMillis(500));

    @Test
    void letsTheFirstGoAtOnceAndTheNextWaitForTheRest() {
        assertThat(interval.take(START, false)).isZero();
        assertThat(interval.take(START.plusMillis(100), false)).isEqualTo(Duration.ofMillis(400));
        assertThat(interval.take(START.plusMillis(499), false)).isEqualTo(Duration.ofMillis(1));
        assertThat(interval.take(START.plusMillis(500), false)).isZero();
        assertThat(interval.take(START.plusMillis(501), false)).isEqualTo(Duration.ofMillis(499));
    }

    @Test
    void letsAWholeBatchGoAtOnce() {
        interval.take(START, false);

        assertThat(interval.take(START.plusMillis(100), true)).isZero();
        assertThat(interval.take(START.plusMillis(200), false)).isEqualTo(Duration.ofMillis(400));
    }

    @Test
    void letsNobodyWaitForAClockThatWasSetBack() {
        interval.take(START, false);

        assertThat(interval.take(START.minus(Duration.ofHours(1)), false)).isZero();
        assertThat(interval.take(START.minus(Duration.ofHours(1)).plusMillis(100), false))
                .isEqualTo(Duration.ofMillis(400));
    }

    @Test
    void ofZeroLetsNobodyWait() {
        DeliveryInterval none = new DeliveryInterval(Duration.ZERO);

        assertThat(none.take(START, false)).isZero();
        assertThat(none.take(START, false)).isZero();
    }
}
