package dev.hailstone.trips.internal;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.kernel.Money;

import static dev.hailstone.trips.internal.Samples.METERED;
import static dev.hailstone.trips.internal.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CompletionTests {

    @Test
    void refusesATipBesideAMeteredFare() {
        refuses("tip", () -> new Completion(METERED, Money.of("1.00", "USD"), null, null, null, null));
    }

    @Test
    void refusesANegativeTip() {
        refuses("tip", () -> new Completion(null, Money.of("-1.00", "USD"), null, null, null, null));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.001, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesAnImpossibleDistance(double distanceMetres) {
        refuses("distanceMetres", () -> new Completion(null, null, null, distanceMetres, null, null));
    }

    @Test
    void refusesAnEndBeforeTheStart() {
        refuses("endedAt", () -> new Completion(METERED, null, null, null, NOON, NOON.minusMillis(1)));
    }

    private static void refuses(String field, ThrowingCallable making) {
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(making)
                .satisfies(refusal -> assertThat(refusal.field()).isEqualTo(field));
    }
}
