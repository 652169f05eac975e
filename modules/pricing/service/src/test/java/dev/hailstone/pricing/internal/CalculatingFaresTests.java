package dev.hailstone.pricing.internal;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.hailstone.kernel.InvalidValueException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CalculatingFaresTests {

    private final List<FareCalculator> calculators = List.of(new TaximeterFares(), new TariffFares());

    @Test
    void findsCalculatorsByTheirNames() {
        assertThat(CalculatingFares.named("tariff", "fares.control", calculators)).isInstanceOf(TariffFares.class);
        assertThat(CalculatingFares.named("taximeter", "fares.candidate", calculators))
                .isInstanceOf(TaximeterFares.class);
    }

    @Test
    void refusesANameThatNoCalculatorHas() {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> CalculatingFares.named("abacus", "fares.control", calculators))
                .satisfies(refusal -> {
                    assertThat(refusal.field()).isEqualTo("fares.control");
                    assertThat(refusal.reason()).isEqualTo("must be one of [tariff, taximeter], was 'abacus'");
                });
    }
}
