package dev.hailstone.infra.messaging;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RetryPolicyTests {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final RetryPolicy POLICY = new RetryPolicy(Duration.ofSeconds(1), 3, Duration.ofSeconds(20), 5);

    @Test
    void pausesLongerEachTimeUpToALimit() {
        assertThat(POLICY.next(1, NOW)).isEqualTo(NOW.plusSeconds(1));
        assertThat(POLICY.next(2, NOW)).isEqualTo(NOW.plusSeconds(3));
        assertThat(POLICY.next(3, NOW)).isEqualTo(NOW.plusSeconds(9));
        assertThat(POLICY.next(4, NOW)).isEqualTo(NOW.plusSeconds(20));
    }

    @Test
    void endsWithAnOperator() {
        assertThat(POLICY.next(5, NOW)).isNull();
        assertThat(POLICY.next(6, NOW)).isNull();
    }

    @Test
    void survivesManyAttempts() {
        RetryPolicy patient = new RetryPolicy(Duration.ofSeconds(1), 2, Duration.ofMinutes(5), Integer.MAX_VALUE);

        assertThat(patient.next(10_000, NOW)).isEqualTo(NOW.plus(Duration.ofMinutes(5)));
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetryPolicy(Duration.ZERO, 2, Duration.ofMinutes(5), 8))
                .withMessageContaining("initial=PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetryPolicy(Duration.ofSeconds(2), 0.5, Duration.ofMinutes(5), 8));
    }
}
