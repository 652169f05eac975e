package dev.hailstone.trips.internal;

import java.time.Instant;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.kernel.Money;
import dev.hailstone.trips.Fare;

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

    @Test
    void refusesAmountsThatNoRideCosts() {
        Money most = Money.of("100000.00", "USD");
        Money more = Money.of("100000.01", "USD");
        Money nothing = Money.of("0", "USD");
        assertThat(new Completion(new Fare(most, most, most, most), null, null, null, null, null).fare()).isNotNull();
        refuses("tip", () -> new Completion(null, more, null, null, null, null));
        refuses("fare.ride", () -> metered(new Fare(more, nothing, nothing, nothing)));
        refuses("fare.tip", () -> metered(new Fare(nothing, more, nothing, nothing)));
        refuses("fare.tolls", () -> metered(new Fare(nothing, nothing, more, nothing)));
        refuses("fare.surcharges", () -> metered(new Fare(nothing, nothing, nothing, more)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.001, 80_000_001, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesAnImpossibleDistance(double distanceMetres) {
        refuses("distanceMetres", () -> new Completion(null, null, null, distanceMetres, null, null));
    }

    @Test
    void refusesAnEndBeforeTheStart() {
        refuses("endedAt", () -> new Completion(METERED, null, null, null, NOON, NOON.minusMillis(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1999-12-31T23:59:59.999Z", "0000-06-01T00:00:00Z", "-0001-06-01T00:00:00Z"})
    void refusesTimesBeforeAnyRide(Instant time) {
        refuses("startedAt", () -> new Completion(METERED, null, null, null, time, NOON));
        refuses("startedAt", () -> new Completion(METERED, null, null, null, time, time));
        refuses("endedAt", () -> new Completion(METERED, null, null, null, null, time));
    }

    @Test
    void takesTimesOfLongAgo() {
        Instant earliest = Instant.parse("2000-01-01T00:00:00Z");
        assertThat(new Completion(METERED, null, null, null, earliest, earliest).startedAt()).isEqualTo(earliest);
    }

    private static Completion metered(Fare fare) {
        return new Completion(fare, null, null, null, null, null);
    }

    private static void refuses(String field, ThrowingCallable making) {
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(making)
                .satisfies(refusal -> assertThat(refusal.field()).isEqualTo(field));
    }
}
